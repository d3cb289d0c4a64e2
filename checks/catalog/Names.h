//===- Names.h - the names by which the catalog knows things ----*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_CATALOG_NAMES_H
#define LEASEHOLD_CATALOG_NAMES_H

#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/Expr.h"
#include <initializer_list>
#include <string>
#include <vector>

namespace leasehold {

/// `std::filesystem::path::string`: qualified, without template arguments, inline
/// namespaces and anonymous namespaces. Constructors are `C::C`.
std::string qualifiedName(const clang::NamedDecl &D);
/// The last component: `string`, `operator()`, `C` for a constructor of `C`.
std::string lastName(const clang::NamedDecl &D);

/// Is a name one of these?
bool isOneOf(llvm::StringRef Name, std::initializer_list<llvm::StringRef> Names);

/// Those of `Known` that `Name` may be meant for, the likeliest first: they end like it, or are
/// spelt nearly so.
std::vector<std::string> likeliest(llvm::StringRef Name, llvm::ArrayRef<std::string> Known,
                                   size_t Most = 3);

/// The words of an identifier, in lower case: getDBConn -> get, db, conn.
std::vector<std::string> wordsOf(llvm::StringRef Name);
/// Do the words of a name (camelCase or snake_case) say that it hands something out?
bool namesAcquire(llvm::StringRef Name);
/// ... or that it takes something back?
bool namesRelease(llvm::StringRef Name);
/// ... or that it takes work to be run later?
bool namesSubmit(llvm::StringRef Name);
/// ... or that it asks whether something is open, or works?
bool namesAlive(llvm::StringRef Name);
/// Does a class's name speak of connections, sessions or clients?
bool namesSession(llvm::StringRef Name);

/// Is the place in a header of the system, or of a library that is installed with it?
bool isInLibrary(clang::SourceLocation L, const clang::SourceManager &SM);
/// Not a library's: the code under analysis.
bool isUserCode(const clang::Decl &D);

/// The record behind a type after references and pointers; null when there is none.
const clang::CXXRecordDecl *recordOf(clang::QualType T);

/// std::unique_ptr, shared_ptr, optional, reference_wrapper and their like in other libraries.
enum class Wrapper : uint8_t { None, Unique, Shared, Optional, Reference };
Wrapper wrapperOf(const clang::RecordDecl *R);
/// What a wrapper holds; null for none.
clang::QualType wrappedType(const clang::RecordDecl *R);
/// The record behind references, pointers and wrappers; null when there is none.
const clang::CXXRecordDecl *unwrapped(clang::QualType T);
/// unique_ptr with a deleter of its own.
bool hasOwnDeleter(const clang::RecordDecl *R);
/// A sequence, set, map, queue or stack of a library, by its name and template arguments.
bool isContainer(const clang::RecordDecl *R);
/// A function object of any type: std::function, packaged_task, a lambda...
bool isCallable(clang::QualType T);

/// Is this overload's answer a status rather than an exception? `noexcept`, or an
/// `error_code &` to write into.
bool reportsByStatus(const clang::FunctionDecl &F);

/// The expression under parentheses, casts, temporaries and cleanups.
const clang::Expr *strip(const clang::Expr *E);
/// A whole number that is known when it is compiled.
std::optional<int64_t> constantOf(const clang::Expr *E, const clang::ASTContext &Ctx);
/// Are they the same expression, but for where they stand?
bool sameExpression(const clang::Expr *A, const clang::Expr *B, const clang::ASTContext &Ctx);
/// The class or pointer that a member is called on, before conversions to a base; null for null.
clang::QualType receiverType(const clang::Expr *Object);

} // namespace leasehold

#endif // LEASEHOLD_CATALOG_NAMES_H
