rootProject.name = "deepgen4j-example"
