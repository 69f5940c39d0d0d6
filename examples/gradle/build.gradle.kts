// The dependencies of ../plain in Gradle; its class Draw is the program.
plugins {
    application
}

repositories {
    mavenLocal()
    mavenCentral()
}

java {
    toolchain { languageVersion = JavaLanguageVersion.of(25) }
}

sourceSets {
    main { java.srcDir("../plain/src/main/java") }
}

dependencies {
    implementation(platform("io.github.deepgen4j:deepgen4j-bom:0.1.0-SNAPSHOT"))
    implementation("io.github.deepgen4j:deepgen4j-model")
    runtimeOnly("io.github.deepgen4j:deepgen4j-natives-linux-x86_64")
    runtimeOnly("io.github.deepgen4j:deepgen4j-nano")
}

application {
    mainClass = "io.github.deepgen4j.examples.Draw"
    applicationDefaultJvmArgs = listOf(
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
    )
}
