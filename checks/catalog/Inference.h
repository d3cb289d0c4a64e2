//===- Inference.h - what the shapes are recognised with --------*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_CATALOG_INFERENCE_H
#define LEASEHOLD_CATALOG_INFERENCE_H

#include "catalog/Catalog.h"
#include "llvm/ADT/SetVector.h"

namespace leasehold {

/// Names are only asked where no body is visible.
inline bool mentions(llvm::StringRef Name, llvm::StringRef Part) {
  return Name.contains_insensitive(Part);
}

/// Are all bodies here that may change this member of `Of`: is it private, with all methods and
/// friends of the class in sight?
bool isSealed(const clang::ValueDecl &Member, const clang::CXXRecordDecl &Of);

/// Walks the program's classes once, pools before guards before thread pools.
class Inference {
public:
  explicit Inference(Catalog &C) : C(C) {}
  void run();

private:
  void collectCores(clang::QualType T, llvm::SmallSetVector<const clang::CXXRecordDecl *, 4> &Out,
                    bool InPool, unsigned Depth = 0);
  bool inferPool(const clang::CXXRecordDecl *R);
  void inferSlots(const std::vector<const clang::FunctionDecl *> &All);
  void slotEffects(const clang::FunctionDecl *F, Effects E, const clang::CXXRecordDecl &Element,
                   bool Travels);
  void inferLists(const std::vector<const clang::FunctionDecl *> &All);
  bool holdsSession(const clang::RecordDecl &Element,
                    const std::vector<const clang::FunctionDecl *> &All);
  [[nodiscard]] bool staysHere(const clang::ValueDecl &Owner) const;
  bool closes(const clang::CXXRecordDecl *R);
  void inferGuard(const clang::CXXRecordDecl *R);
  void inferThreadPool(const clang::CXXRecordDecl *R);
  void inferTransaction(const clang::CXXRecordDecl *R);
  void inferFreePair(const clang::FunctionDecl *F,
                     const std::vector<const clang::FunctionDecl *> &All);
  const clang::CXXRecordDecl *
  coreIn(clang::QualType T, const llvm::SmallSetVector<const clang::CXXRecordDecl *, 4> &Cores);
  bool guardLike(clang::QualType T, const clang::CXXRecordDecl *Pool);
  bool sharesGuard(clang::QualType T, const clang::CXXRecordDecl *Pool,
                   const llvm::SmallSetVector<const clang::CXXRecordDecl *, 4> &Cores);
  bool sharesElement(clang::QualType T, const clang::CXXRecordDecl *Pool);
  void setTraits(const clang::CXXRecordDecl *R, TypeTraits T);
  void setEffects(const clang::FunctionDecl *F, Effects E);
  void recognised(llvm::StringRef What, const clang::NamedDecl &D, std::string Why);
  Acquire makeAcquire(const clang::FunctionDecl *F, std::optional<unsigned> Out, bool Guarded);
  std::optional<unsigned>
  outParam(const clang::FunctionDecl *F,
           const llvm::SmallSetVector<const clang::CXXRecordDecl *, 4> &Cores);

  Catalog &C;
};

} // namespace leasehold

#endif // LEASEHOLD_CATALOG_INFERENCE_H
