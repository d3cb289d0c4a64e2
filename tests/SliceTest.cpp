//===- SliceTest.cpp - what is left of system headers ---------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "program/Slice.h"
#include "Process.h"
#include "program/Frontend.h"
#include "clang/Basic/LangOptions.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/StringExtras.h"
#include <gtest/gtest.h>
#include <tuple>

using namespace clang;

namespace leasehold::test {
namespace {

using Strings = std::vector<std::string>;

LangOptions cxx20() {
  LangOptions L;
  L.CPlusPlus = L.CPlusPlus11 = L.CPlusPlus14 = L.CPlusPlus17 = L.CPlusPlus20 = L.Bool = true;
  return L;
}

/// A unit: a system header, then code of its own.
class Unit {
public:
  explicit Unit(std::string Header, std::string Own = "")
      : Text(std::move(Header) + "\n"), Language(cxx20()), Idents(Language) {
    const size_t Begin = Text.size();
    Text += Own + "\n";
    Lexer Lex(SourceLocation::getFromRawEncoding(1), Language, Text.data(), Text.data(),
              Text.data() + Text.size());
    for (Token T; !Lex.LexFromRawLexer(T);) {
      if (T.is(tok::raw_identifier)) {
        IdentifierInfo &I = Idents.get(T.getRawIdentifier());
        T.setIdentifierInfo(&I);
        T.setKind(I.getTokenID());
      }
      if (T.getLocation().getRawEncoding() - 1 >= Begin && Origins.size() == 1)
        Origins.push_back({Tokens.size(), false});
      Tokens.push_back(T);
    }
    Tokens.emplace_back().startToken();
    Tokens.back().setKind(tok::eof);
  }

  /// Tokens as text, with a blank between two.
  [[nodiscard]] std::string text(llvm::ArrayRef<Token> Some) const {
    Strings Out;
    for (const Token &T : Some)
      if (T.isNot(tok::eof))
        Out.push_back(Text.substr(T.getLocation().getRawEncoding() - 1, T.getLength()));
    return llvm::join(Out, " ");
  }
  [[nodiscard]] std::string sliced(std::initializer_list<llvm::StringRef> Wanted = {}) const {
    llvm::StringSet<> Names;
    for (llvm::StringRef N : Wanted)
      Names.insert(N);
    return text(slice(Tokens, Origins, Names));
  }
  /// The chunks at namespace level.
  [[nodiscard]] Strings chunks() const {
    Strings Out;
    for (const Chunk &C : Declarations(Tokens, Origins).chunks)
      if (C.kind != Chunk::Member)
        Out.push_back(
            text(llvm::ArrayRef(Tokens).slice(C.tokens.begin, C.tokens.end - C.tokens.begin)));
    return Out;
  }

private:
  std::string Text;
  LangOptions Language;
  IdentifierTable Idents;
  std::vector<Token> Tokens;
  std::vector<Origin> Origins{{0, true}};
};

std::string slicedOf(const std::string &Header, const std::string &Own) {
  return Unit(Header, Own).sliced();
}

TEST(Slice, WhatOwnCodeNamesAndWhatThatNames) {
  EXPECT_EQ(slicedOf("struct A { int n ; } ; struct B { A a ; } ; struct C { B b ; } ;", "B b ;"),
            "struct A { int n ; } ; struct B { A a ; } ; B b ;");
  EXPECT_EQ(slicedOf("int f ( int ) ; int f ( char ) ; int g ( ) ;", "int x = f ( 1 ) ;"),
            "int f ( int ) ; int f ( char ) ; int x = f ( 1 ) ;");
  EXPECT_EQ(slicedOf("enum { Red , Green } ; typedef int I ; using J = int ;", "int x = Green ;"),
            "enum { Red , Green } ; int x = Green ;");
  EXPECT_EQ(slicedOf("constexpr struct A { } a = { } , b ;", "auto x = b ;"),
            "constexpr struct A { } a = { } , b ; auto x = b ;");
  EXPECT_EQ(slicedOf("struct A { static const A z ; } ; constexpr A A :: z ( 1 ) ;", "A x ;"),
            "struct A { static const A z ; } ; constexpr A A :: z ( 1 ) ; A x ;");
  EXPECT_EQ(Unit("struct A ; struct B ;").sliced({"B"}), "struct B ;");
}

TEST(Slice, OwnCodeIsLeftAsItIs) {
  const std::string Own = "static_assert ( true ) ; struct S { void f ( ) { g ( ) ; } } ; "
                          "namespace n { } namespace n { }";
  EXPECT_EQ(slicedOf("", Own), Own);
}

TEST(Slice, BodiesThatAreSkippedReachNothing) {
  EXPECT_EQ(slicedOf("struct A { } ; inline int f ( ) { A a ; return 1 ; }", "int x = f ( ) ;"),
            "inline int f ( ) { } int x = f ( ) ;");
  EXPECT_EQ(slicedOf("struct A { } ; constexpr int f ( ) { A a ; return 1 ; }", "int x = f ( ) ;"),
            "struct A { } ; constexpr int f ( ) { A a ; return 1 ; } int x = f ( ) ;");
  EXPECT_EQ(slicedOf("struct A { } ; auto f ( ) { return A { } ; }", "auto x = f ( ) ;"),
            "struct A { } ; auto f ( ) { return A { } ; } auto x = f ( ) ;");
  EXPECT_EQ(
      slicedOf("struct A { } ; decltype ( auto ) f ( ) { return A { } ; }", "auto x = f ( ) ;"),
      "struct A { } ; decltype ( auto ) f ( ) { return A { } ; } auto x = f ( ) ;");
  EXPECT_EQ(slicedOf("struct A { int a ; A ( int x ) : a { f ( x ) } { } } ; int f ( int ) ;",
                     "A a { 1 } ;"),
            "struct A { int a ; A ( int x ) { } } ; A a { 1 } ;");
}

TEST(Slice, MembersThatNobodyNames) {
  EXPECT_EQ(slicedOf("struct A { A ( ) ; ~ A ( ) ; void f ( ) ; virtual void v ( ) ; "
                     "void o ( ) override ; bool operator ! ( ) const ; void ( * p ) ( ) ; int n ; "
                     "static A g ( ) { } template < class T > void h ( T ) ; } ;",
                     "void x ( A & a ) { a . f ( ) ; }"),
            "struct A { A ( ) ; ~ A ( ) ; void f ( ) ; virtual void v ( ) ; "
            "void o ( ) override ; bool operator ! ( ) const ; void ( * p ) ( ) ; int n ; } ; "
            "void x ( A & a ) { a . f ( ) ; }");
  // An override need not say so.
  const std::string Overridden = "struct R { } ; struct A { virtual R f ( ) = 0 ; } ; "
                                 "struct B : A { R f ( ) ; } ;";
  EXPECT_EQ(slicedOf(Overridden, "B b ;"), Overridden + " B b ;");
  // With them goes what they alone name.
  EXPECT_EQ(slicedOf("struct B { } ; struct A { B f ( ) ; } ;", "A a ;"), "struct A { } ; A a ;");
  // A definition outside of the class, which the parser would skip or which has no declaration.
  EXPECT_EQ(slicedOf("struct A { int f ( ) ; constexpr int g ( ) ; } ; int A :: f ( ) { } "
                     "constexpr int A :: g ( ) { return 1 ; }",
                     "int x = A ( ) . f ( ) ;"),
            "struct A { int f ( ) ; } ; int x = A ( ) . f ( ) ;");
}

TEST(Slice, MembersDoNotReachFunctionsOfTheirName) {
  const std::string Header = "struct A { int size ( ) ; } ; int size ( int ) ;";
  EXPECT_EQ(slicedOf(Header, "int x = A ( ) . size ( ) ;"),
            "struct A { int size ( ) ; } ; int x = A ( ) . size ( ) ;");
  EXPECT_EQ(slicedOf("namespace n { int size ( int ) ; }", "int x = n :: size ( 1 ) ;"),
            "namespace n { int size ( int ) ; } int x = n :: size ( 1 ) ;");
  EXPECT_EQ(slicedOf(Header, "void f ( ) { if ( 1 ) :: size ( 1 ) ; }"),
            "int size ( int ) ; void f ( ) { if ( 1 ) :: size ( 1 ) ; }");
  EXPECT_EQ(slicedOf("struct R { } ; int f ( ) ;", "auto g ( int a ) -> R ;"),
            "struct R { } ; auto g ( int a ) -> R ;");
}

TEST(Slice, OperatorsGoWithTheirOperands) {
  const std::string Header =
      "struct A { } ; struct B { } ; using C = B ; bool operator < ( A , A ) ; "
      "bool operator < ( C , B ) ; bool operator + ( A , B ) ;";
  EXPECT_EQ(slicedOf(Header, "A a ;"), "struct A { } ; bool operator < ( A , A ) ; A a ;");
  EXPECT_EQ(slicedOf(Header, "B b ;"),
            "struct B { } ; using C = B ; bool operator < ( C , B ) ; B b ;");
  EXPECT_EQ(slicedOf("int operator \"\" _a ( const char * ) ;", "int x = 1 ;"), "int x = 1 ;");
  EXPECT_EQ(slicedOf("int operator \"\" _a ( const char * ) ;", "int x = 1_a ;"),
            "int operator \"\" _a ( const char * ) ; int x = 1_a ;");
  const std::string New = "void * operator new ( unsigned long , void * ) ;";
  EXPECT_EQ(slicedOf(New, ""), New);
}

// As many paths from alias to alias as Boost's metaprograms have; on each of them once took ages.
TEST(Slice, AliasesThatStandForEachOther) {
  std::string Header = "struct kept {}; struct gone {};\n";
  for (unsigned I = 0; I < 300; ++I) {
    const std::string N = std::to_string(I), Next = std::to_string((I + 1) % 300);
    Header += "struct a" + N + " { }; namespace n" + N + " { typedef a" + N + " type; typedef n" +
              Next + "::other type" + N + "; typedef type" + Next + " other; }\n";
  }
  Header += "namespace n { typedef gone other; }\n"
            "bool operator==(type1, type2); bool operator!=(kept, alias); using alias = kept;\n";
  const std::string Left = Unit(Header, "kept k;").sliced();
  EXPECT_NE(Left.find("operator != ( kept , alias )"), std::string::npos);
  EXPECT_EQ(Left.find("operator == ("), std::string::npos);
}

TEST(Slice, SpecialisationsGoWithWhatTheyAreAbout) {
  const std::string Header =
      "template < class T > struct hash ; struct A { } ; struct B { } ; "
      "template < > struct hash < A > { } ; template < > struct hash < B > { } ; "
      "template < class T > struct hash < T * > { } ;";
  EXPECT_EQ(
      slicedOf(Header, "hash < A > h ;"),
      "template < class T > struct hash ; struct A { } ; template < > struct hash < A > { } ; "
      "template < class T > struct hash < T * > { } ; hash < A > h ;");
  EXPECT_EQ(slicedOf("template < class T > struct V { } ; extern template struct V < int > ;",
                     "V < int > v ;"),
            "template < class T > struct V { } ; V < int > v ;");
}

TEST(Slice, NamespacesWithNothingIn) {
  EXPECT_EQ(slicedOf("namespace n { int a ; } namespace n { inline namespace m { int b ; } } "
                     "namespace n { int c ; }",
                     "using namespace n ; int x = c ;"),
            "namespace n { } namespace n { inline namespace m { } } namespace n { int c ; } "
            "using namespace n ; int x = c ;");
}

TEST(Slice, DeclarationsEndWhereTheyEnd) {
  const Strings Each{
      "template < class T , bool = ( 1 > 2 ) > struct A { int x = 1 ; void f ( ) { } } ;",
      "template < class T , class = B < C < T >> > void f ( T = { } ) noexcept ( true ) { if ( 1 ) "
      "{ } }",
      "struct D : E < int > { D ( ) : a { 1 } , b ( 2 ) { } int a { 1 } ; } d , e ;",
      "struct tm * now ( struct tm * ) ;",
      "X :: X ( ) try : a ( 1 ) { } catch ( ... ) { }",
      "template < class T > requires requires ( T t ) { t . f ( ) ; } void g ( T ) { }",
      "template < class T > void h ( T ) requires ( sizeof ( T ) > 1 ) { }",
      "template < class T > concept C = requires ( T t ) { { t . f ( ) } -> D ; } && true ;",
      "inline constexpr auto l = [ ] ( int x ) { return x ; } ;",
      "enum class E : int { A = 1 , B } ;",
      "typedef struct { int a ; } S , * T ;",
      "extern \"C\" int k ( void ) ;",
      "int a [ ] = { 1 , 2 } , b { 3 } ;",
      "template < class T > A ( T ) -> A < T > ;",
      "bool operator ( ) ( int ) { }",
      "using namespace n ;",
      "auto m ( ) -> decltype ( f ( ) ) { return 1 ; }",
      "void ( * signal ( int , void ( * ) ( int ) ) ) ( int ) ;"};
  EXPECT_EQ(Unit(llvm::join(Each, "\n")).chunks(), Each);
}

TEST(Slice, WhatIsNotUnderstoodIsKept) {
  const std::string Odd = "template < int N = a < b struct A { } ; asm ( \"\" ) ;";
  EXPECT_EQ(slicedOf(Odd + " struct C { } ;", "").find("struct A"), Odd.find("struct A"));
  EXPECT_EQ(slicedOf("} struct A { } ;", "A a ;"), "} struct A { } ; A a ;");
  EXPECT_EQ(slicedOf("struct A {", "A a ;"), "struct A { A a ;");
}

/// How a file is parsed; `Functions` is how many of a name there are then.
ParseResult parsed(const std::string &Text, const std::string &Function, unsigned &Functions) {
  TemporaryDirectory D;
  std::ignore = D.write("system/library.h", "#pragma once\nint near(int);\nint far(int);\n");
  const std::string File = D.write("main.cpp", Text);
  const tooling::FixedCompilationDatabase Database(
      D.path(), {"-std=c++20", "-isystem", D.path() + "/system"});
  const llvm::StringSet<> None;
  return parseUnit(
      Database.getCompileCommands(File).front(), defaultResourceDir(),
      [&](ASTContext &Context) {
        const auto Found = Context.getTranslationUnitDecl()->lookup(&Context.Idents.get(Function));
        Functions = std::distance(Found.begin(), Found.end());
      },
      nullptr, &None);
}

TEST(Slice, AUnitIsParsedWithoutTheRest) {
  unsigned Functions = 0;
  const ParseResult R = parsed("#include <library.h>\nint x = near(1);\n", "far", Functions);
  EXPECT_TRUE(R.parsed && R.sliced && R.detour.empty() && !R.failure);
  EXPECT_EQ(Functions, 0U);
}

TEST(Slice, AUnitWithErrorsIsParsedAsItStands) {
  unsigned Functions = 0;
  const ParseResult R = parsed("#include <library.h>\nint x = nowhere(1);\n", "far", Functions);
  EXPECT_TRUE(R.parsed && !R.sliced && !R.detour.empty());
  EXPECT_NE(R.failure.value_or("").find("nowhere"), std::string::npos);
  EXPECT_EQ(Functions, 1U);
}

} // namespace
} // namespace leasehold::test
