// SPDX-License-Identifier: Apache-2.0
/**
 * PyTorch's own files ({@code torch.save}: a zip of a pickle and raw storages) and DeepSpeed's folders of them. Reading
 * executes nothing: the pickle machine knows a closed list of names and builds plain data (spec/model.md section 9.3).
 */
package io.github.deepgen4j.model.weights.pickle;
