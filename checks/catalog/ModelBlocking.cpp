//===- ModelBlocking.cpp - what a model says of a call that blocks --------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "catalog/ModelReader.h"
#include "llvm/ADT/STLExtras.h"

namespace leasehold {

Unless Reader::condition(const Json &J, const std::string &At) {
  Unless U;
  object(J, At, [&](llvm::StringRef Key, const Json &V, const std::string &P) {
    if (Key == "param")
      U.param = index(V, P);
    else if (Key == "bits")
      U.bits = whole(V, P);
    else if (Key == "equals")
      U.equals = whole(V, P);
    else if (Key == "made_from")
      U.madeFrom = string(V, P);
    else
      return Key == "name"; // of the constant, for readers
    return true;
  });
  return U;
}

Blocking Reader::blocking(const Json &J, const std::string &At) {
  Blocking B;
  object(J, At, [&](llvm::StringRef Key, const Json &V, const std::string &P) {
    if (Key == "kind") {
      B.kind = string(V, P);
      static constexpr const char *Kinds[] = {"sleep", "wait", "network", "http",
                                              "rpc",   "file", "process", "join",
                                              "queue", "lock", "console", "compute"};
      if (llvm::none_of(Kinds, [&](const char *K) { return B.kind == K; }))
        error(P, "unknown kind of blocking");
    } else if (Key == "what") {
      B.what = string(V, P);
    } else if (Key == "loop") {
      B.onlyInLoop = boolean(V, P);
    } else if (Key == "duration") {
      Duration D;
      object(V, P, [&](llvm::StringRef K, const Json &W, const std::string &Q) {
        if (K == "param")
          D.param = index(W, Q);
        else if (K == "unit")
          D.nsPerUnit = choice<uint64_t>(W, Q,
                                         {{"s", 1000000000ULL},
                                          {"ms", 1000000ULL},
                                          {"us", 1000ULL},
                                          {"ns", 1ULL},
                                          {"chrono", 0ULL},
                                          {"timespec", 0ULL}});
        else
          return false;
        return true;
      });
      B.duration = D;
    } else if (Key == "unless") {
      if (!V.is_array())
        error(P, "expected an array");
      else
        for (size_t I = 0; I < V.size(); ++I)
          B.unless.push_back(condition(V[I], P + "/" + std::to_string(I)));
    } else {
      return false;
    }
    return true;
  });
  if (B.kind.empty())
    error(At, "\"blocks\" needs a \"kind\"");
  if (B.what.empty())
    B.what = "may block";
  return B;
}

} // namespace leasehold
