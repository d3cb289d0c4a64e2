//===- Slice.cpp - the declarations that a unit can reach -----------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "program/Slice.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/Hashing.h"
#include "llvm/ADT/STLExtras.h"
#include <optional>

using namespace clang;

namespace leasehold {
namespace {

/// Names that the language uses, or clang, without anybody having written them.
constexpr llvm::StringLiteral Implied[] = {
    "initializer_list", "type_info", "bad_alloc", "bad_cast", "bad_typeid", "exception",
    "align_val_t", "size_t", "ptrdiff_t", "nothrow_t", "nothrow", "destroying_delete_t",
    "strong_ordering", "weak_ordering", "partial_ordering", "source_location",
    // Structured bindings, loops over ranges.
    "tuple_size", "tuple_element", "get", "begin", "end",
    // Coroutines.
    "coroutine_traits", "coroutine_handle", "promise_type", "get_return_object",
    "get_return_object_on_allocation_failure", "initial_suspend", "final_suspend", "return_void",
    "return_value", "yield_value", "unhandled_exception", "await_transform", "await_ready",
    "await_suspend", "await_resume", "from_address", "address"};

/// Does a literal operator make something of it? Numbers may be taken for such as have one.
bool hasSuffix(const Token &T) {
  if (T.isNot(tok::numeric_constant))
    return T.hasUDSuffix();
  const llvm::StringRef Text(T.getLiteralData(), T.getLength());
  return Text.contains('_') || (!Text.starts_with_insensitive("0x") &&
                                Text.find_first_not_of("0123456789.'+-eEuUlLfFzZbB") != Text.npos);
}

/// Where a name is found.
enum class Use : uint8_t {
  Declared, ///< here: it is nobody else's
  Member,   ///< in a class
  Free      ///< anywhere
};

class Slicer {
public:
  Slicer(llvm::ArrayRef<Token> Tokens, llvm::ArrayRef<Origin> Origins,
         const llvm::StringSet<> &Wanted)
      : T(Tokens), D(Tokens, Origins), Kept(D.chunks.size()) {
    for (size_t I = 0; I < D.chunks.size(); ++I)
      index(I);
    for (auto &[N, Info] : Names)
      if (Wanted.contains(N->getName()) || llvm::is_contained(Implied, N->getName()))
        reach(Info, Use::Free);
  }

  std::vector<Token> run() {
    for (size_t I = 0; I < D.chunks.size(); ++I)
      if (D.chunks[I].kind == Chunk::Whole)
        keep(I);
    do {
      while (!Work.empty())
        readNames(Work.pop_back_val());
      ++Round;
      Grown = false;
      for (size_t I : Pending)
        if (!Kept[I] && isWanted(D.chunks[I]))
          keep(I);
    } while (!Work.empty() || Grown);
    keepNamespaces();
    return left();
  }

private:
  struct Known {
    bool mentioned = false;
    bool reached = false;
    llvm::SmallVector<unsigned, 1> free;    ///< chunks that declare it
    llvm::SmallVector<unsigned, 1> members; ///< of kind Member
    unsigned round = 0;                     ///< when `kept` was found
    std::optional<bool> kept;               ///< see nameKept()
  };

  void index(size_t I) {
    const Chunk &C = D.chunks[I];
    switch (C.kind) {
    case Chunk::Open:
    case Chunk::Close:
    case Chunk::Whole:
    case Chunk::Nothing:
      return;
    case Chunk::Operator:
    case Chunk::Literal:
    case Chunk::Outside:
      Pending.push_back(I);
      return;
    case Chunk::Member:
      Names[C.names[0]].members.push_back(I);
      return;
    case Chunk::Class:
      if (C.special) {
        Pending.push_back(I);
        return;
      }
      break;
    default:
      break;
    }
    if (C.names.empty()) // such as it is, nothing can be said of it
      keep(I);
    for (Name N : C.names)
      Names[N].free.push_back(I);
  }

  void keep(size_t I) {
    if (Kept[I])
      return;
    Kept[I] = true;
    Work.push_back(I);
    for (size_t M = I + 1; M < D.chunks.size() && D.chunks[M].kind == Chunk::Member; ++M)
      if (Names[D.chunks[M].names[0]].mentioned)
        keep(M);
  }

  void reach(Known &Info, Use U) {
    if (!Info.mentioned) {
      Info.mentioned = true;
      for (unsigned M : Info.members)
        if (Kept[D.chunks[M].parent])
          keep(M);
    }
    if (U == Use::Member || Info.reached)
      return;
    Info.reached = true;
    for (unsigned I : Info.free)
      keep(I);
  }

  /// Reaches what a chunk names, but for its members, which are chunks of their own.
  void readNames(size_t Index) {
    const Chunk &C = D.chunks[Index];
    const Range R = C.tokens;
    size_t Member = Index + 1;
    auto S = llvm::lower_bound(D.skipped, R.begin,
                               [](const Range &X, size_t At) { return X.begin < At; });
    for (size_t I = R.begin; I < R.end;) {
      if (Member < D.chunks.size() && D.chunks[Member].tokens.begin == I &&
          D.chunks[Member].kind == Chunk::Member) {
        I = D.chunks[Member++].tokens.end;
        continue;
      }
      while (S != D.skipped.end() && S->begin < I)
        ++S;
      if (S != D.skipped.end() && S->begin == I && S->end > I) {
        I = S->end;
        continue;
      }
      if (Name N = D.nameAt(I); N && (C.kind != Chunk::Member || I != C.nameAt)) {
        if (const Use U = useOf(I); U != Use::Declared)
          reach(Names[N], U);
      } else if (T[I].isLiteral())
        Suffixes |= hasSuffix(T[I]);
      ++I;
    }
  }

  [[nodiscard]] Use useOf(size_t I) const {
    if (I == 0)
      return Use::Free;
    const tok::TokenKind Next = D.at(I + 1);
    size_t Q = I - 1; // what qualifies it
    if (D.at(Q) == tok::kw_template && Q > 0)
      --Q;
    switch (D.at(Q)) {
    case tok::arrow: // of an expression, or of a type that comes last
      if (!D.nameAt(Q - 1) && D.at(Q - 1) != tok::kw_this && D.at(Q - 1) != tok::r_square)
        return Use::Free;
      [[fallthrough]];
    case tok::period:
      return Next == tok::coloncolon ? Use::Free : Use::Member;
    case tok::coloncolon:
      if (Name N = D.nameAt(Q - 1))
        return D.isNamespace(N) ? Use::Free : Use::Member;
      return D.at(Q - 1) == tok::greater || D.at(Q - 1) == tok::greatergreater ? Use::Member
                                                                               : Use::Free;
    case tok::kw_class:
    case tok::kw_typename:
      return llvm::is_contained({tok::comma, tok::greater, tok::greatergreater, tok::equal}, Next)
                 ? Use::Declared
                 : Use::Free;
    default:
      if (!D.nameAt(I - 1) || Next == tok::coloncolon || Next == tok::less)
        return Use::Free;
      // A virtual function is declared once more by who overrides it, perhaps without saying so.
      return Next == tok::l_paren ? Use::Member : Use::Declared;
    }
  }

  /// Is a class that these tokens name kept, or what an alias stands for? Nothing: they name none.
  std::optional<bool> namesKept(Range R, Name ButFor = nullptr) {
    std::optional<bool> Result;
    for (size_t I = R.begin; I < R.end; ++I) {
      const Name N = D.nameAt(I);
      if (!N || N == ButFor)
        continue;
      if (const std::optional<bool> Each = nameKept(N)) {
        if (*Each)
          return true;
        Result = false;
      }
    }
    return Result;
  }

  /// Boost has thousands of aliases of one name that stand for each other. So each name is looked
  /// at once a round: what is kept stays kept, and there is another round as long as that grows.
  std::optional<bool> nameKept(Name N) {
    auto It = Names.find(N);
    if (It == Names.end())
      return std::nullopt;
    Known &Info = It->second;
    if (Info.round == Round || Info.kept.value_or(false))
      return Info.kept;
    Info.round = Round;
    for (unsigned Each : Info.free) {
      const Chunk &C = D.chunks[Each];
      if (C.kind != Chunk::Class && C.kind != Chunk::Alias)
        continue;
      Info.kept = false; // also for who comes here in a circle
      if (Kept[Each] || (C.kind == Chunk::Alias && namesKept(C.tokens, N).value_or(true))) {
        Info.kept = Grown = true;
        break;
      }
    }
    return Info.kept;
  }

  /// Is a chunk wanted that nobody names?
  [[nodiscard]] bool isWanted(const Chunk &C) {
    auto Mentioned = [&](Name N) {
      auto It = Names.find(N);
      return It != Names.end() && It->second.mentioned;
    };
    auto Reached = [&](Name N) {
      auto It = Names.find(N);
      return It != Names.end() && It->second.reached;
    };
    switch (C.kind) {
    case Chunk::Literal:
      return Suffixes;
    case Chunk::Outside:
      return Reached(C.outer) && llvm::all_of(C.names, Mentioned);
    case Chunk::Class:
      return llvm::any_of(C.names, Reached) && namesKept(C.types).value_or(true);
    default:
      return everyParameterKept(C.types);
    }
  }

  /// An operator is found through the types of its operands.
  [[nodiscard]] bool everyParameterKept(Range Parentheses) {
    size_t Begin = Parentheses.begin + 1;
    for (size_t I = Begin; I < Parentheses.end; ++I) {
      if (I + 1 == Parentheses.end || D.at(I) == tok::comma) {
        if (!namesKept({Begin, I}).value_or(true))
          return false;
        Begin = I + 1;
      } else if (llvm::is_contained({tok::l_paren, tok::l_square, tok::l_brace}, D.at(I)))
        I = D.behind(I) - 1;
      else if (D.at(I) == tok::less && D.nameAt(I - 1))
        I = std::max(D.behindAngle(I), I + 1) - 1;
    }
    return true;
  }

  /// Those with something in them, and the first of each: it may be named though it is empty.
  void keepNamespaces() {
    llvm::DenseSet<size_t> Seen;
    struct Scope {
      size_t chunk;
      size_t path; ///< a hash
    };
    llvm::SmallVector<Scope, 16> Open;
    for (size_t I = 0; I < D.chunks.size(); ++I) {
      const Chunk &C = D.chunks[I];
      if (C.kind == Chunk::Open) {
        size_t Path = Open.empty() ? 0 : Open.back().path;
        for (Name N : C.names)
          Path = llvm::hash_combine(Path, N);
        Kept[I] = Kept[I] || !C.system || Seen.insert(Path).second;
        Open.push_back({I, Path});
      } else if (C.kind == Chunk::Close) {
        if (Open.empty()) {
          Kept[I] = true; // clang will complain
          continue;
        }
        Kept[I] = bool(Kept[Open.back().chunk]);
        Open.pop_back();
        if (Kept[I] && !Open.empty())
          Kept[Open.back().chunk] = true;
      } else if (Kept[I] && !Open.empty())
        Kept[Open.back().chunk] = true;
    }
  }

  std::vector<Token> left() const {
    std::vector<Token> Out;
    size_t Next = 0;
    auto S = D.skipped.begin();
    auto CopyTo = [&](size_t End) {
      for (; S != D.skipped.end() && S->begin < End; ++S)
        if (S->begin >= Next) {
          Out.insert(Out.end(), T.begin() + Next, T.begin() + S->begin);
          Next = S->end;
        }
      if (Next < End)
        Out.insert(Out.end(), T.begin() + Next, T.begin() + End);
      Next = std::max(Next, End);
    };
    for (size_t I = 0; I < D.chunks.size(); ++I)
      if (!Kept[I] && D.chunks[I].tokens.begin >= Next) {
        CopyTo(D.chunks[I].tokens.begin);
        Next = D.chunks[I].tokens.end;
      }
    CopyTo(T.size());
    return Out;
  }

  llvm::ArrayRef<Token> T;
  Declarations D;
  std::vector<bool> Kept; ///< by chunk
  llvm::DenseMap<Name, Known> Names;
  llvm::SmallVector<unsigned, 0> Work;    ///< chunks that are kept, and not yet read
  llvm::SmallVector<unsigned, 0> Pending; ///< chunks that nobody names
  unsigned Round = 0;                     ///< of looking through `Pending`
  bool Grown = false;                     ///< in this round a name was found to be kept
  bool Suffixes = false;                  ///< a literal operator is used
};

} // namespace

std::vector<Token> slice(llvm::ArrayRef<Token> Tokens, llvm::ArrayRef<Origin> Origins,
                         const llvm::StringSet<> &Wanted) {
  return Slicer(Tokens, Origins, Wanted).run();
}

} // namespace leasehold
