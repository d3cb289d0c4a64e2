//===- Names.cpp - the names by which the catalog knows things ------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "catalog/Names.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include <algorithm>
#include <tuple>

using namespace clang;

namespace leasehold {

bool isOneOf(llvm::StringRef Name, std::initializer_list<llvm::StringRef> Names) {
  return llvm::is_contained(Names, Name);
}

std::string lastName(const NamedDecl &D) {
  if (const auto *C = dyn_cast<CXXConstructorDecl>(&D))
    return C->getParent()->getName().str();
  if (const auto *T = dyn_cast<FunctionTemplateDecl>(&D))
    return lastName(*T->getTemplatedDecl());
  return D.getDeclName().getAsString();
}

std::string qualifiedName(const NamedDecl &D) {
  llvm::SmallVector<llvm::StringRef, 8> Scopes;
  for (const DeclContext *C = D.getDeclContext(); C; C = C->getParent()) {
    if (const auto *N = dyn_cast<NamespaceDecl>(C)) {
      if (!N->isInline() && !N->isAnonymousNamespace())
        Scopes.push_back(N->getName());
    } else if (const auto *R = dyn_cast<RecordDecl>(C)) {
      Scopes.push_back(R->getName());
    }
  }
  std::string Result;
  for (llvm::StringRef S : llvm::reverse(Scopes)) {
    Result += S;
    Result += "::";
  }
  return Result + lastName(D);
}

std::vector<std::string> likeliest(llvm::StringRef Name, llvm::ArrayRef<std::string> Known,
                                   size_t Most) {
  auto Last = [](llvm::StringRef N) {
    const size_t At = N.rfind("::");
    return At == llvm::StringRef::npos ? N : N.drop_front(At + 2);
  };
  // Ends like it or not; how many letters are wrong; which.
  using Candidate = std::tuple<bool, unsigned, llvm::StringRef>;
  std::vector<Candidate> Near;
  const unsigned Limit = std::max<unsigned>(1, Name.size() / 4);
  for (const std::string &Each : Known) {
    const bool EndsLikeIt = Last(Name).equals_insensitive(Last(Each));
    auto Distance = [&](llvm::StringRef A, llvm::StringRef B) {
      return A.edit_distance_insensitive(B, /*AllowReplacements=*/true, Limit);
    };
    const unsigned OfAll = Distance(Name, Each);
    const unsigned OfLast = Distance(Last(Name), Last(Each));
    if (EndsLikeIt || OfAll <= Limit || (!Name.contains("::") && OfLast <= Limit))
      Near.emplace_back(!EndsLikeIt, std::min(OfAll, OfLast), Each);
  }
  llvm::sort(Near);
  Near.erase(llvm::unique(Near), Near.end());
  std::vector<std::string> Out;
  for (const Candidate &Each : llvm::ArrayRef(Near).take_front(Most))
    Out.push_back(std::get<2>(Each).str());
  return Out;
}

std::vector<std::string> wordsOf(llvm::StringRef Name) {
  std::vector<std::string> Out;
  std::string Word;
  auto Flush = [&] {
    if (!Word.empty())
      Out.push_back(std::move(Word));
    Word.clear();
  };
  for (size_t I = 0; I < Name.size(); ++I) {
    char C = Name[I];
    if (!llvm::isAlpha(C)) {
      Flush();
      continue;
    }
    bool Upper = llvm::toUpper(C) == C;
    bool NextLower = I + 1 < Name.size() && llvm::isAlpha(Name[I + 1]) &&
                     llvm::toLower(Name[I + 1]) == Name[I + 1];
    bool PrevLower =
        I > 0 && llvm::isAlpha(Name[I - 1]) && llvm::toLower(Name[I - 1]) == Name[I - 1];
    if (Upper && (PrevLower || NextLower))
      Flush();
    Word += llvm::toLower(C);
  }
  Flush();
  return Out;
}

namespace {

template <size_t N> bool anyWord(llvm::StringRef Name, const char *const (&Words)[N]) {
  return llvm::any_of(wordsOf(Name), [&](const std::string &P) {
    return llvm::any_of(Words, [&](const char *W) { return P == W; });
  });
}

} // namespace

bool namesAcquire(llvm::StringRef Name) {
  static const char *const Words[] = {"get",   "acquire",  "hold",  "pop",    "borrow",
                                      "take",  "checkout", "lease", "obtain", "fetch",
                                      "alloc", "allocate", "grab",  "lend",   "request",
                                      "pull",  "dequeue",  "use",   "rent",   "claim"};
  return anyWord(Name, Words);
}

bool namesRelease(llvm::StringRef Name) {
  static const char *const Words[] = {
      "release",    "return", "give",    "put",        "push",    "free",     "checkin", "recycle",
      "rel",        "back",   "restore", "unuse",      "enqueue", "giveback", "recover", "reclaim",
      "relinquish", "ret",    "unlease", "returnback", "revert",  "repay"};
  return anyWord(Name, Words);
}

bool namesSubmit(llvm::StringRef Name) {
  static const char *const Words[] = {"enqueue", "submit",  "post",     "add",      "push",
                                      "commit",  "execute", "dispatch", "schedule", "append",
                                      "run",     "async",   "spawn",    "defer",    "queue"};
  return anyWord(Name, Words);
}

bool namesAlive(llvm::StringRef Name) {
  const std::vector<std::string> Words = wordsOf(Name);
  if (Words.empty() || Words.size() > 2 || (Words.size() == 2 && Words.front() != "is"))
    return false;
  const llvm::StringRef Last = Words.back();
  return isOneOf(Last, {"valid", "connected", "alive", "usable", "healthy"}) ||
         (Words.size() == 2 && isOneOf(Last, {"open", "good", "ok"}));
}

bool namesSession(llvm::StringRef Name) {
  std::string Lower = Name.lower();
  for (const char *Part : {"conn", "session", "client", "redis", "mysql", "sql", "database",
                           "mongo", "postgres", "dbhandle"})
    if (Lower.find(Part) != std::string::npos)
      return true;
  return false;
}

bool isInLibrary(SourceLocation L, const SourceManager &SM) {
  if (SM.isInSystemHeader(L) || SM.isInSystemMacro(L))
    return true;
  // pkg-config and Makefiles name installed headers with -I.
  const llvm::StringRef File = SM.getFilename(SM.getExpansionLoc(L));
  return File.starts_with("/usr/include/") || File.starts_with("/usr/local/include/");
}

bool isUserCode(const Decl &D) {
  const SourceLocation L = D.getLocation();
  return L.isValid() && !isInLibrary(L, D.getASTContext().getSourceManager());
}

const CXXRecordDecl *recordOf(QualType T) {
  if (T.isNull())
    return nullptr;
  T = T.getNonReferenceType();
  while (!T->getPointeeType().isNull() && !T->isMemberPointerType())
    T = T->getPointeeType();
  if (const auto *A = T->getAsArrayTypeUnsafe())
    return recordOf(A->getElementType());
  return T->getAsCXXRecordDecl();
}

Wrapper wrapperOf(const RecordDecl *R) {
  if (!R || !isa<ClassTemplateSpecializationDecl>(R))
    return Wrapper::None;
  llvm::StringRef Name = R->getName();
  if (isOneOf(Name, {"unique_ptr", "scoped_ptr", "QScopedPointer", "unique_resource"}))
    return Wrapper::Unique;
  // libstdc++ declares the members of shared_ptr in its bases.
  if (isOneOf(Name, {"shared_ptr", "__shared_ptr", "__shared_ptr_access", "QSharedPointer",
                     "SharedPtr", "AutoPtr", "intrusive_ptr", "ResourceHandle"}))
    return Wrapper::Shared;
  if (isOneOf(Name, {"optional", "expected", "Nullable", "Optional"}))
    return Wrapper::Optional;
  return Name == "reference_wrapper" ? Wrapper::Reference : Wrapper::None;
}

QualType wrappedType(const RecordDecl *R) {
  const auto *S = dyn_cast_or_null<ClassTemplateSpecializationDecl>(R);
  if (!S || S->getTemplateArgs().size() == 0)
    return {};
  const TemplateArgument &A = S->getTemplateArgs()[0];
  return A.getKind() == TemplateArgument::Type ? A.getAsType() : QualType();
}

const CXXRecordDecl *unwrapped(QualType T) {
  const CXXRecordDecl *R = recordOf(T.getNonReferenceType());
  while (R && wrapperOf(R) != Wrapper::None && !wrappedType(R).isNull())
    R = recordOf(wrappedType(R));
  return R;
}

bool hasOwnDeleter(const RecordDecl *R) {
  const auto *S = dyn_cast_or_null<ClassTemplateSpecializationDecl>(R);
  if (!S || wrapperOf(R) != Wrapper::Unique || S->getTemplateArgs().size() < 2)
    return false;
  const TemplateArgument &A = S->getTemplateArgs()[1];
  if (A.getKind() != TemplateArgument::Type)
    return false;
  const CXXRecordDecl *D = A.getAsType()->getAsCXXRecordDecl();
  return !D || (D->getName() != "default_delete" && D->getName() != "QScopedPointerDeleter");
}

bool isContainer(const RecordDecl *R) {
  if (!R || !isa<ClassTemplateSpecializationDecl>(R))
    return false;
  llvm::StringRef Name = R->getName();
  return isOneOf(Name, {"queue",
                        "deque",
                        "list",
                        "vector",
                        "stack",
                        "set",
                        "unordered_set",
                        "map",
                        "unordered_map",
                        "multimap",
                        "priority_queue",
                        "array",
                        "forward_list",
                        "multiset",
                        "QList",
                        "QVector",
                        "QQueue",
                        "QStack",
                        "QHash",
                        "QMap",
                        "QSet",
                        "circular_buffer",
                        "concurrent_queue",
                        "concurrent_bounded_queue"}) ||
         Name.ends_with_insensitive("queue");
}

bool isCallable(QualType T) {
  const CXXRecordDecl *R = recordOf(T);
  if (!R)
    return T.getNonReferenceType()->isFunctionPointerType() ||
           T.getNonReferenceType()->isFunctionType();
  if (R->isLambda())
    return true;
  if (Wrapper W = wrapperOf(R); W == Wrapper::Unique || W == Wrapper::Shared)
    return isCallable(wrappedType(R));
  return R->getIdentifier() &&
         isOneOf(R->getName(),
                 {"function", "packaged_task", "move_only_function", "unique_function", "_Bind",
                  "Function", "any_invocable", "AnyInvocable"});
}

bool reportsByStatus(const FunctionDecl &F) {
  if (const auto *T = F.getType()->getAs<FunctionProtoType>();
      T &&
      (T->getExceptionSpecType() == EST_BasicNoexcept ||
       T->getExceptionSpecType() == EST_NoexceptTrue ||
       T->getExceptionSpecType() == EST_DynamicNone || T->getExceptionSpecType() == EST_NoThrow))
    return true;
  return llvm::any_of(F.parameters(), [](const ParmVarDecl *P) {
    const CXXRecordDecl *R =
        P->getType()->isLValueReferenceType() ? recordOf(P->getType()) : nullptr;
    return R && R->getIdentifier() && R->getName() == "error_code";
  });
}

const Expr *strip(const Expr *E) {
  while (E) {
    const Expr *Next = E->IgnoreParenImpCasts();
    if (const auto *C = dyn_cast<ExprWithCleanups>(Next))
      Next = C->getSubExpr();
    else if (const auto *M = dyn_cast<MaterializeTemporaryExpr>(Next))
      Next = M->getSubExpr();
    else if (const auto *B = dyn_cast<CXXBindTemporaryExpr>(Next))
      Next = B->getSubExpr();
    else if (const auto *K = dyn_cast<ConstantExpr>(Next))
      Next = K->getSubExpr();
    else if (const auto *Cast = dyn_cast<ExplicitCastExpr>(Next))
      Next = Cast->getSubExpr();
    else if (const auto *D = dyn_cast<CXXDefaultArgExpr>(Next))
      Next = D->getExpr();
    else if (const auto *I = dyn_cast<CXXDefaultInitExpr>(Next))
      Next = I->getExpr();
    else if (const auto *N = dyn_cast<SubstNonTypeTemplateParmExpr>(Next))
      Next = N->getReplacement();
    else if (const auto *O = dyn_cast<OpaqueValueExpr>(Next);
             O && O->getSourceExpr() && O->getType()->isScalarType())
      Next = O->getSourceExpr(); // a in a ?: b; what co_await asks is a class
    else if (const auto *L = dyn_cast<InitListExpr>(Next);
             L && L->getNumInits() == 1 && !(L->getType()->isRecordType()))
      Next = L->getInit(0);
    if (Next == E)
      return E;
    E = Next;
  }
  return E;
}

QualType receiverType(const Expr *Object) {
  Object = strip(Object);
  return Object ? Object->getType() : QualType();
}

std::optional<int64_t> constantOf(const Expr *E, const ASTContext &Ctx) {
  Expr::EvalResult R;
  if (!E || E->isValueDependent() || E->isTypeDependent() ||
      !E->EvaluateAsInt(R, Ctx, Expr::SE_NoSideEffects))
    return std::nullopt;
  return R.Val.getInt().tryExtValue();
}

bool sameExpression(const Expr *A, const Expr *B, const ASTContext &Ctx) {
  llvm::FoldingSetNodeID X, Y;
  strip(A)->Profile(X, Ctx, /*Canonical=*/true);
  strip(B)->Profile(Y, Ctx, /*Canonical=*/true);
  return X == Y;
}

} // namespace leasehold
