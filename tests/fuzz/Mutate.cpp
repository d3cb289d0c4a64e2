//===- Mutate.cpp - changes JSON as JSON ----------------------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Bytes changed at random mostly end in the parser. Of ten changes eight are to the tree: a value
// takes another's place, a member gets a key and a value that some seed has; the rest is left to
// libFuzzer, so that broken JSON is read, too. Files of several lines are changed in one of them.
//
//===----------------------------------------------------------------------===//

#include "Fuzz.h"
#include "nlohmann/json.hpp"
#include "llvm/ADT/SmallVector.h"
#include <algorithm>
#include <cstring>
#include <optional>
#include <random>

extern "C" size_t LLVMFuzzerMutate(uint8_t *Data, size_t Size, size_t Most);

namespace leasehold::fuzz {
namespace {

using Json = nlohmann::json;

/// JSON in a text, and what is around it: the text is all of it, or one of its lines, which may
/// begin with a name and a tab.
struct Place {
  llvm::StringRef before, after;
  Json tree;
};

class Mutator {
public:
  explicit Mutator(unsigned Seed) : Random(Seed) {}

  std::optional<Place> find(llvm::StringRef Text);
  void change(Json &Tree, const Json *Other);
  size_t below(size_t N) { return N == 0 ? 0 : Random() % N; }

private:
  Json *anyOf(Json &Tree);
  Json value();
  void changeString(std::string &Text);
  void changeNumber(Json &Number);
  void changeArray(Json &Array);
  void changeObject(Json &Object);

  std::minstd_rand Random;
};

/// Not what is nested so deep that a recursive writer needs much stack; nor bare words and numbers.
bool parse(llvm::StringRef Text, Json &Out) {
  constexpr int Deepest = 100;
  int Depth = 0;
  for (char C : Text)
    if (Depth += (C == '[' || C == '{') - (C == ']' || C == '}'); Depth > Deepest)
      return false;
  Out = Json::parse(Text, nullptr, /*allow_exceptions=*/false);
  return Out.is_structured();
}

/// The lines of a text, each without a name before a tab.
llvm::SmallVector<llvm::StringRef> lines(llvm::StringRef Text) {
  llvm::SmallVector<llvm::StringRef> Out;
  Text.split(Out, '\n');
  for (llvm::StringRef &Line : Out)
    if (const size_t Tab = Line.find('\t'); Tab != llvm::StringRef::npos)
      Line = Line.drop_front(Tab + 1);
  return Out;
}

using Member = std::pair<std::string, Json>;

void addMembers(const Json &Tree, std::vector<Member> &Out) {
  for (const auto &[Key, Value] : Tree.items()) {
    if (Tree.is_object())
      Out.emplace_back(Key, Value);
    if (Value.is_structured())
      addMembers(Value, Out);
  }
}

/// Each member of an object in the seeds: a key, and a value that it has there.
const std::vector<Member> &members() {
  static const std::vector<Member> Members = [] {
    std::vector<Member> Out;
    Json Tree;
    for (const std::string &Seed : seeds()) {
      if (parse(Seed, Tree)) {
        addMembers(Tree, Out);
        continue;
      }
      for (llvm::StringRef Line : lines(Seed))
        if (parse(Line, Tree))
          addMembers(Tree, Out);
    }
    return Out;
  }();
  return Members;
}

std::optional<Place> Mutator::find(llvm::StringRef Text) {
  Place P;
  if (parse(Text, P.tree))
    return P;
  const llvm::SmallVector<llvm::StringRef> Lines = lines(Text);
  const size_t First = below(Lines.size());
  for (size_t I = 0; I < Lines.size(); ++I) {
    const llvm::StringRef Line = Lines[(First + I) % Lines.size()];
    if (!parse(Line, P.tree))
      continue;
    P.before = Text.take_front(Line.begin() - Text.begin());
    P.after = Text.take_back(Text.end() - Line.end());
    return P;
  }
  return std::nullopt;
}

/// One of all values in the tree, each as likely as the others.
Json *Mutator::anyOf(Json &Tree) {
  std::vector<Json *> All{&Tree};
  for (size_t I = 0; I < All.size(); ++I)
    if (All[I]->is_structured())
      for (Json &Inner : *All[I])
        All.push_back(&Inner);
  return All[below(All.size())];
}

Json Mutator::value() {
  static const Json Edges = Json::parse(
      R"([null, true, false, 0, 1, -1, 0.5, -0.0, 1e-320, 1e308, 1e19, 4294967296,
          -9223372036854775808, 9223372036854775807, 18446744073709551615,
          "", "::", "*", "a::b", "\u00e9", "\u0000", [], {}, [[[]]]])");
  if (below(2) == 0 && !members().empty())
    return members()[below(members().size())].second;
  return Edges[below(Edges.size())];
}

void Mutator::changeString(std::string &Text) {
  const size_t Size = Text.size();
  Text.resize(Size + 32);
  Text.resize(LLVMFuzzerMutate(reinterpret_cast<uint8_t *>(Text.data()), Size, Text.size()));
}

void Mutator::changeNumber(Json &Number) {
  const auto Whole =
      Number.is_number_unsigned()
          ? Number.get<uint64_t>()
          : static_cast<uint64_t>(Number.is_number_integer() ? Number.get<int64_t>() : 1);
  switch (below(5)) {
  case 0:
    Number = Whole + 1;
    break;
  case 1:
    Number = static_cast<int64_t>(Whole - 1);
    break;
  case 2:
    Number = static_cast<int64_t>(0 - Whole);
    break;
  case 3:
    Number = static_cast<double>(Whole) * 1.5;
    break;
  default:
    Number = Whole << below(64);
  }
}

void Mutator::changeArray(Json &Array) {
  const size_t At = below(Array.size());
  if (Array.empty() || below(3) == 0)
    Array.push_back(value());
  else if (below(2) == 0)
    Array.erase(At);
  else
    Array.push_back(Json(Array[At]));
}

void Mutator::changeObject(Json &Object) {
  if (!Object.empty() && below(2) == 0) {
    auto At = Object.begin();
    std::advance(At, below(Object.size()));
    const Json Value = *At;
    Object.erase(At);
    if (below(2) == 0 && !members().empty()) // under another's key
      Object[members()[below(members().size())].first] = Value;
  } else if (!members().empty()) {
    const auto &[Key, Value] = members()[below(members().size())];
    Object[Key] = below(4) == 0 ? value() : Value;
  }
}

/// One change or a few. Other, if given, lends its values.
void Mutator::change(Json &Tree, const Json *Other) {
  do {
    Json &At = *anyOf(Tree);
    const size_t What = below(8);
    if (Other || What == 0) {
      Json From = Other ? *Other : Tree;
      Json Value = std::move(*anyOf(From));
      At = std::move(Value);
      Other = nullptr;
    } else if (What == 1) {
      At = value();
    } else if (What == 2) {
      Json Value = std::move(At);
      At = below(2) == 0 ? Json::array({std::move(Value)})
                         : Json::object({{value().dump().substr(0, 8), std::move(Value)}});
    } else if (At.is_string()) {
      changeString(At.get_ref<std::string &>());
    } else if (At.is_number()) {
      changeNumber(At);
    } else if (At.is_array()) {
      changeArray(At);
    } else if (At.is_object()) {
      changeObject(At);
    } else {
      At = value();
    }
  } while (below(3) == 0);
}

/// Data with another tree, if it has one and the result is not longer than may be; otherwise 0.
size_t mutate(uint8_t *Data, size_t Size, size_t Most, unsigned Seed, llvm::StringRef Donor) {
  Mutator M(Seed);
  if (M.below(10) >= 8)
    return 0;
  std::optional<Place> P = M.find({reinterpret_cast<const char *>(Data), Size});
  if (!P)
    return 0;
  std::optional<Place> Other;
  if (!Donor.empty() && !(Other = M.find(Donor)))
    return 0;
  M.change(P->tree, Other ? &Other->tree : nullptr);
  const int Indent = P->before.empty() && P->after.empty() && M.below(4) == 0 ? 1 : -1;
  const std::string Text = P->before.str() +
                           P->tree.dump(Indent, ' ', false, Json::error_handler_t::ignore) +
                           P->after.str();
  if (Text.size() > Most)
    return 0;
  std::memcpy(Data, Text.data(), Text.size());
  return Text.size();
}

} // namespace
} // namespace leasehold::fuzz

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t *Data, size_t Size, size_t Most, unsigned Seed) {
  const size_t Changed = leasehold::fuzz::mutate(Data, Size, Most, Seed, {});
  return Changed ? Changed : LLVMFuzzerMutate(Data, Size, Most);
}

extern "C" size_t LLVMFuzzerCustomCrossOver(const uint8_t *One, size_t OneSize, const uint8_t *Two,
                                            size_t TwoSize, uint8_t *Out, size_t Most,
                                            unsigned Seed) {
  // What is not JSON is joined in the middle.
  const size_t Begin = std::min(OneSize, Most);
  std::memcpy(Out, One, Begin);
  if (const size_t Changed = leasehold::fuzz::mutate(
          Out, Begin, Most, Seed, {reinterpret_cast<const char *>(Two), TwoSize}))
    return Changed;
  const size_t Kept = std::min(OneSize / 2, Most);
  const size_t Rest = std::min(TwoSize / 2, Most - Kept);
  std::memcpy(Out + Kept, Two + (TwoSize - Rest), Rest);
  return Kept + Rest;
}
