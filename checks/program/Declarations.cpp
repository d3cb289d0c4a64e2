//===- Declarations.cpp - tokens, cut into declarations -------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "program/Declarations.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace leasehold {

/// What is known of a declaration while it is read.
struct Declarations::Reading {
  Chunk &chunk;
  size_t at;    ///< the next token
  bool inClass; ///< it is a member...
  Name ofClass; ///< ... of this class, if that has a name
  bool templated = false;
  bool specialises = false; ///< template <>
  bool classKey = false;
  bool enumeration = false;
  bool classBody = false; ///< has been read
  bool params = false;    ///< have been read: a function
  bool body = false;      ///< of a function, has been read
  bool initial = false;   ///< = has been read
  bool deduced = false;   ///< auto, and no ->
  bool constant = false;  ///< constexpr
  bool isTypedef = false;
  bool isOperator = false;
  bool implicit = false;   ///< virtual, a friend, a pointer to a function: more than its name
  bool named = false;      ///< all names that it declares are known
  size_t initialisers = 0; ///< where those of a constructor begin
  Name last = nullptr;     ///< the last name that was read
  size_t lastAt = 0;       ///< its token
  Name outer = nullptr;    ///< what comes before its ::

  void declare(Name N) {
    if (N && !llvm::is_contained(chunk.names, N))
      chunk.names.push_back(N);
  }
};

Declarations::Declarations(llvm::ArrayRef<Token> Tokens, llvm::ArrayRef<Origin> Origins)
    : T(Tokens) {
  for (size_t I = 0; I < T.size(); ++I)
    if (T[I].is(tok::kw_namespace))
      for (size_t J = I + 1;
           !llvm::is_contained({tok::l_brace, tok::equal, tok::semi, tok::eof}, at(J)); ++J)
        if (Name N = nameAt(J))
          Namespaces.insert(N);
  size_t I = 0;
  for (size_t O = 0; at(I) != tok::eof;) {
    while (O + 1 < Origins.size() && Origins[O + 1].first <= I)
      ++O;
    I = cut(I, Origins[O].system, O + 1 < Origins.size() ? Origins[O + 1].first : T.size());
  }
}

Name Declarations::nameAt(size_t I) const {
  if (at(I) == tok::identifier)
    return T[I].getIdentifierInfo();
  switch (at(I)) {
#define TYPE_TRAIT(Count, Spelling, Key) case tok::kw_##Spelling:
#define TRANSFORM_TYPE_TRAIT_DEF(Enumerator, Trait) case tok::kw___##Trait:
#include "clang/Basic/TokenKinds.def"
    return T[I].getIdentifierInfo();
  default:
    return nullptr;
  }
}

size_t Declarations::behind(size_t I) const {
  unsigned Depth = 0;
  for (; at(I) != tok::eof; ++I)
    switch (at(I)) {
    case tok::l_paren:
    case tok::l_square:
    case tok::l_brace:
      ++Depth;
      break;
    case tok::r_paren:
    case tok::r_square:
    case tok::r_brace:
      if (--Depth == 0)
        return I + 1;
      break;
    default:
      break;
    }
  return I;
}

size_t Declarations::behindAngle(size_t I) const {
  unsigned Depth = 0;
  for (size_t J = I;; ++J)
    switch (at(J)) {
    case tok::less:
      if (J == I || nameAt(J - 1) || at(J - 1) == tok::kw_template)
        ++Depth;
      break;
    case tok::greatergreater:
    case tok::greatergreaterequal:
      if (Depth <= 2)
        return J + 1;
      Depth -= 2;
      break;
    case tok::greater:
    case tok::greaterequal:
      if (--Depth == 0)
        return J + 1;
      break;
    case tok::l_paren:
    case tok::l_square:
    case tok::l_brace:
      J = behind(J) - 1;
      break;
    case tok::semi:
    case tok::r_paren:
    case tok::r_square:
    case tok::r_brace:
    case tok::eof:
      return I;
    default:
      break;
    }
}

size_t Declarations::behindSemicolon(size_t I) const {
  while (at(I) != tok::semi && at(I) != tok::eof)
    I = at(I) == tok::l_paren || at(I) == tok::l_brace ? behind(I) : I + 1;
  return at(I) == tok::eof ? I : I + 1;
}

size_t Declarations::cut(size_t I, bool System, size_t Until) {
  const size_t Index = chunks.size(), Skipped = skipped.size();
  chunks.emplace_back();
  Chunk C;
  C.system = System;
  C.tokens = {I, I + 1};
  if (at(I) == tok::kw_namespace || (at(I) == tok::kw_inline && at(I + 1) == tok::kw_namespace)) {
    C.tokens.end = cutNamespace(I, C);
  } else if (at(I) == tok::kw_extern && at(I + 1) == tok::string_literal &&
             at(I + 2) == tok::l_brace) {
    C.kind = Chunk::Open;
    C.tokens.end = I + 3;
  } else if (at(I) == tok::r_brace) {
    C.kind = Chunk::Close;
  } else if (T[I].isAnnotation() || at(I) == tok::semi) {
    C.kind = Chunk::Whole; // pragmas
  } else {
    Parent = Index;
    read(I, false, nullptr, C);
    C.tokens.begin = I;
    C.tokens.end = std::max(C.tokens.end, I + 1);
  }
  if (C.kind != Chunk::Open && C.kind != Chunk::Close && (!System || C.tokens.end > Until)) {
    C.kind = Chunk::Whole;
    skipped.resize(Skipped);
  }
  if (C.kind == Chunk::Whole)
    chunks.resize(Index + 1);
  chunks[Index] = std::move(C);
  return chunks[Index].tokens.end;
}

size_t Declarations::cutNamespace(size_t I, Chunk &C) const {
  size_t J = I;
  for (; !llvm::is_contained({tok::l_brace, tok::equal, tok::semi, tok::eof}, at(J));
       J = at(J) == tok::l_paren || at(J) == tok::l_square ? behind(J) : J + 1)
    if (Name N = nameAt(J))
      C.names.push_back(N);
  C.kind = at(J) == tok::l_brace ? Chunk::Open : Chunk::Alias;
  return C.kind == Chunk::Open ? J + 1 : behindSemicolon(J);
}

void Declarations::readUsing(size_t I, Chunk &C) const {
  C.kind =
      at(I + 1) == tok::kw_namespace || at(I + 1) == tok::kw_enum ? Chunk::Whole : Chunk::Alias;
  Name Last = nullptr;
  for (; !llvm::is_contained({tok::semi, tok::equal, tok::eof}, at(I));
       I = at(I) == tok::l_paren || at(I) == tok::l_square ? behind(I) : I + 1) {
    if (at(I) == tok::kw_operator)
      C.kind = Chunk::Whole;
    if (at(I) == tok::comma && Last)
      C.names.push_back(Last);
    if (Name N = nameAt(I))
      Last = N;
  }
  if (Last)
    C.names.push_back(Last);
  C.tokens.end = behindSemicolon(I);
}

void Declarations::read(size_t I, bool InClass, Name Class, Chunk &C) {
  Reading R{C, I, InClass, Class};
  const size_t Begin = I;
  C.tokens.begin = I;
  while (at(R.at) == tok::kw_template && at(R.at + 1) == tok::less) {
    R.templated = true;
    R.specialises = at(R.at + 2) == tok::greater;
    size_t E = behindAngle(R.at + 1);
    if (E == R.at + 1) {
      C.kind = Chunk::Whole;
      ++E;
    }
    R.at = E;
  }
  const bool Instance = at(R.at) == tok::kw_template ||
                        (at(R.at) == tok::kw_extern && at(R.at + 1) == tok::kw_template);
  if (Instance || at(R.at) == tok::kw_static_assert || at(R.at) == tok::kw__Static_assert) {
    C.kind = Chunk::Nothing;
    C.tokens.end = behindSemicolon(R.at);
    return;
  }
  if (at(R.at) == tok::kw_using)
    return readUsing(R.at, C);
  for (;;) {
    const size_t Here = R.at;
    switch (at(Here)) {
    case tok::eof:
    case tok::r_brace:
      C.kind = Chunk::Whole;
      C.tokens.end = Here;
      return;
    case tok::semi:
      return finish(R, Here + 1);
    case tok::kw_typedef:
      R.isTypedef = true;
      break;
    case tok::kw_virtual:
    case tok::kw_friend:
      R.implicit = true;
      break;
    case tok::kw_constexpr:
    case tok::kw_consteval:
      R.constant = true;
      break;
    case tok::kw_auto:
      R.deduced = true;
      break;
    case tok::arrow:
      R.deduced = false;
      break;
    case tok::kw_decltype:
      R.deduced |= at(Here + 2) == tok::kw_auto; // decltype(auto)
      break;
    case tok::kw_class:
    case tok::kw_struct:
    case tok::kw_union:
    case tok::kw_enum:
      if (!R.params && !R.initial && !R.named) {
        R.classKey = true;
        R.enumeration |= at(Here) == tok::kw_enum;
        R.declare(nameAt(Here + 1));
        R.last = nameAt(Here + 1) ? nameAt(Here + 1) : R.last;
      }
      break;
    case tok::kw_requires:
      // An expression has braces that are no body; a clause may have parentheses.
      if (Here > Begin && llvm::is_contained({tok::kw_requires, tok::equal, tok::ampamp,
                                              tok::pipepipe, tok::exclaim},
                                             at(Here - 1))) {
        if (at(Here + 1) == tok::l_paren)
          R.at = behind(Here + 1) - 1;
        if (at(R.at + 1) == tok::l_brace)
          R.at = behind(R.at + 1) - 1;
      } else if (at(Here + 1) == tok::l_paren)
        R.at = behind(Here + 1) - 1;
      break;
    case tok::kw_operator:
      if (!R.initial && !R.params) {
        readOperator(R);
        continue;
      }
      break;
    case tok::identifier:
      readName(R);
      break;
    case tok::less:
      if (!R.initial && Here > Begin && (nameAt(Here - 1) || at(Here - 1) == tok::kw_template)) {
        const size_t E = behindAngle(Here);
        if (E == Here)
          C.kind = Chunk::Whole;
        else {
          if (R.classKey && !R.named && !R.params)
            C.types = {Here, E};
          R.at = E - 1;
        }
      }
      break;
    case tok::l_square:
      R.at = behind(Here) - 1;
      break;
    case tok::l_paren:
      readParentheses(R);
      continue;
    case tok::comma:
      if (R.initial && !R.params) // int a = 1, *b;
        R.declare(nameAt(at(Here + 1) == tok::star ? Here + 2 : Here + 1));
      else if (!R.params && !R.named)
        R.declare(R.last);
      break;
    case tok::colon:
      if (R.params && !R.initialisers)
        R.initialisers = Here;
      else if (R.classKey && !R.params) {
        R.declare(R.outer);
        R.declare(R.last);
        R.named = true;
      }
      break;
    case tok::equal:
      if (!R.params && !R.named)
        R.declare(R.outer ? R.outer : R.last);
      R.initial = R.named = true;
      break;
    case tok::l_brace:
      if (readBraces(R))
        return;
      continue;
    default:
      break;
    }
    ++R.at;
  }
}

void Declarations::readName(Reading &R) const {
  const size_t I = R.at;
  Name N = nameAt(I);
  if (!R.named && !R.params && !R.initial) {
    if (R.classKey && N->isStr("final") && (at(I + 1) == tok::colon || at(I + 1) == tok::l_brace))
      return;
    if (at(I - 1) == tok::coloncolon || at(I - 1) == tok::tilde || at(I - 1) == tok::kw_template)
      R.outer = R.last && !isNamespace(R.last) ? R.last : nullptr;
    else
      R.outer = nullptr;
    R.last = N;
    R.lastAt = I;
  } else if (R.isTypedef && !R.initial) {
    R.last = N;
  } else if (R.params && (N->isStr("override") || N->isStr("final")))
    R.implicit = true;
}

void Declarations::readOperator(Reading &R) const {
  R.isOperator = true;
  size_t I = R.at;
  R.outer = at(I - 1) == tok::coloncolon && R.last && !isNamespace(R.last) ? R.last : nullptr;
  ++I;
  if (tok::isStringLiteral(at(I))) {
    R.chunk.kind = R.chunk.kind == Chunk::Whole ? Chunk::Whole : Chunk::Literal;
    if (T[I].hasUDSuffix() || at(I + 1) != tok::l_paren)
      ++I;
  }
  if (at(I) == tok::kw_new || at(I) == tok::kw_delete)
    R.chunk.kind = Chunk::Whole;
  if (at(I) == tok::l_paren || at(I) == tok::l_square)
    ++I;
  // The token of the operator; a type that is converted to; template arguments; [] of new.
  for (++I; !llvm::is_contained({tok::l_paren, tok::semi, tok::l_brace, tok::eof}, at(I));)
    ++I;
  if (at(I) == tok::l_paren) {
    R.params = R.named = true;
    R.chunk.types = {I, behind(I)};
    I = R.chunk.types.end;
  }
  R.at = I;
}

void Declarations::readParentheses(Reading &R) const {
  const size_t I = R.at, E = behind(I);
  R.at = E;
  const bool Named =
      I > 0 && (nameAt(I - 1) || at(I - 1) == tok::greater || at(I - 1) == tok::greatergreater);
  if (R.initial || R.params)
    return;
  if (llvm::is_contained({tok::star, tok::amp, tok::ampamp, tok::caret}, at(I + 1)) ||
      (nameAt(I + 1) && at(I + 2) == tok::coloncolon && at(I + 3) == tok::star)) {
    // What points to a function, or a function that returns such.
    for (size_t J = I + 1; J < E; ++J)
      R.declare(nameAt(J));
    if (Named)
      R.declare(R.last);
    R.implicit = R.named = true;
    R.params = !R.isTypedef;
  } else if (Named || (at(I - 1) == tok::r_paren && !R.isTypedef)) {
    R.params = true;
    if (!R.named)
      R.declare(R.last);
    R.named = true;
    R.chunk.nameAt = R.lastAt;
    if (R.isTypedef)
      R.last = nullptr;
  }
}

bool Declarations::readBraces(Reading &R) {
  const size_t I = R.at, E = behind(I);
  R.at = E;
  if (R.classKey && !R.params && !R.initial && !R.classBody) {
    if (!R.named) {
      R.declare(R.outer);
      R.declare(R.last);
    }
    R.classBody = true;
    R.at = I;
    readClassBody(R);
    R.at = E;
    R.named = false; // struct A { } a;
    R.last = R.outer = nullptr;
    return false;
  }
  const bool OfMember = R.initialisers && (nameAt(I - 1) || at(I - 1) == tok::greater ||
                                           at(I - 1) == tok::greatergreater);
  if (R.initial || !R.params || OfMember) {
    if (!R.params && !R.named && !R.classKey) {
      R.declare(R.outer ? R.outer : R.last);
      R.named = true;
    }
    return false;
  }
  if (R.chunk.system && !R.constant && !R.deduced) {
    if (R.initialisers && at(E) != tok::kw_catch)
      skipped.push_back({R.initialisers, I});
    skipped.push_back({I + 1, E - 1});
    if (R.outer && !R.inClass)
      R.chunk.kind = Chunk::Nothing; // its declaration says the same
  }
  if (at(E) == tok::kw_catch)
    return false;
  R.body = true;
  finish(R, E);
  return true;
}

void Declarations::readClassBody(Reading &R) {
  const size_t End = behind(R.at) - 1;
  size_t I = R.at + 1;
  if (R.enumeration) {
    for (; I < End; ++I) {
      if (at(I - 1) == tok::l_brace || at(I - 1) == tok::comma)
        R.declare(nameAt(I));
      if (llvm::is_contained({tok::l_paren, tok::l_square, tok::l_brace}, at(I)))
        I = behind(I) - 1;
    }
    return;
  }
  while (I < End) {
    if (T[I].isAnnotation() || at(I) == tok::semi || at(I) == tok::colon ||
        llvm::is_contained({tok::kw_public, tok::kw_protected, tok::kw_private}, at(I))) {
      ++I;
      continue;
    }
    Chunk M;
    M.system = R.chunk.system;
    M.parent = Parent;
    read(I, true, R.last, M);
    I = std::max(M.tokens.end, I + 1);
    // All else is text of the class. A function has no members, so that the order is kept.
    if (M.system && M.kind == Chunk::Member)
      chunks.push_back(std::move(M));
  }
}

void Declarations::finish(Reading &R, size_t End) {
  Chunk &C = R.chunk;
  C.tokens.end = End;
  if (C.kind == Chunk::Whole || C.kind == Chunk::Nothing || C.kind == Chunk::Literal)
    return;
  if (!R.named || R.isTypedef)
    R.declare(R.last);
  if (R.inClass) {
    if (R.params && !R.isOperator && !R.implicit && !R.isTypedef && C.names.size() == 1 &&
        C.names[0] != R.ofClass)
      C.kind = Chunk::Member;
    return;
  }
  if (R.isTypedef)
    C.kind = Chunk::Alias;
  else if (R.params && R.outer && !R.implicit) {
    C.outer = R.outer;
    // Without a body it may as well be a variable that is constructed.
    if (R.body || R.specialises)
      C.kind = Chunk::Outside;
    else
      C.names = {R.outer};
  } else if (R.isOperator)
    C.kind = Chunk::Operator;
  else if (R.classKey && !R.params) {
    C.kind = Chunk::Class;
    C.special = R.specialises;
  } else if (R.params)
    C.kind = Chunk::Function;
  if (!R.params)
    R.declare(R.outer);
}

} // namespace leasehold
