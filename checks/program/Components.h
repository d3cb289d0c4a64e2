//===- Components.h - strongly connected components -------------*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_PROGRAM_COMPONENTS_H
#define LEASEHOLD_PROGRAM_COMPONENTS_H

#include <algorithm>
#include <cstddef>
#include <vector>

namespace leasehold {

/// The strongly connected components of a graph of `Size` nodes, where `To(N)` is a list of the
/// numbers that N has edges to; those that are pointed to come first. Tarjan's, without recursion:
/// call chains of generated code are deep.
template <typename Edges>
std::vector<std::vector<unsigned>> components(size_t Size, const Edges &To) {
  struct Visit {
    unsigned index = 0, low = 0;
    bool onStack = false;
  };
  struct Frame {
    unsigned node;
    size_t next;
  };
  std::vector<std::vector<unsigned>> Out;
  std::vector<Visit> Visits(Size);
  std::vector<unsigned> Stack;
  std::vector<Frame> Work;
  unsigned Counter = 0;
  auto Enter = [&](unsigned N) {
    Visits[N] = {++Counter, Counter, true};
    Stack.push_back(N);
    Work.push_back({N, 0});
  };
  for (unsigned Root = 0; Root < Size; ++Root) {
    if (Visits[Root].index)
      continue;
    Enter(Root);
    while (!Work.empty()) {
      Frame &Top = Work.back();
      Visit &V = Visits[Top.node];
      if (const auto &Next = To(Top.node); Top.next < Next.size()) {
        const unsigned N = Next[Top.next++];
        if (!Visits[N].index)
          Enter(N);
        else if (Visits[N].onStack)
          V.low = std::min(V.low, Visits[N].index);
        continue;
      }
      const unsigned Done = Top.node;
      Work.pop_back();
      if (!Work.empty()) {
        unsigned &Low = Visits[Work.back().node].low;
        Low = std::min(Low, V.low);
      }
      if (V.low != V.index)
        continue;
      const auto First = std::find(Stack.rbegin(), Stack.rend(), Done).base() - 1;
      Out.emplace_back(
          std::vector<unsigned>(Stack.rbegin(), Stack.rend() - (First - Stack.begin())));
      for (unsigned N : Out.back())
        Visits[N].onStack = false;
      Stack.erase(First, Stack.end());
    }
  }
  return Out;
}

} // namespace leasehold

#endif // LEASEHOLD_PROGRAM_COMPONENTS_H
