//===- Model.h - library models read from JSON -----------------*- C++ -*-===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEASEHOLD_CATALOG_MODEL_H
#define LEASEHOLD_CATALOG_MODEL_H

#include "catalog/Effects.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/ADT/StringSet.h"
#include <deque>
#include <string>
#include <vector>

namespace leasehold {

struct FunctionModel {
  std::string name; ///< qualified, without template arguments and inline namespaces
  std::optional<unsigned> params;
  std::string receiver;  ///< only when the object is of this class or derived from it
  std::string returning; ///< only what returns an object of this class
  Effects effects;
  std::string file;    ///< of the model, for messages
  std::string pointer; ///< JSON pointer into it
  int trust = 0;       ///< user files above shipped ones
};

struct TypeModel {
  std::string name;
  TypeTraits traits;
  std::string file, pointer;
  int trust = 0;
};

/// What is wrong with a model file: `file: at pointer: reason; remedy`.
struct ModelError {
  std::string file, pointer, reason;
  std::string remedy = {}; ///< empty: the reason says it
  [[nodiscard]] std::string str() const {
    return file + (pointer.empty() ? "" : ": at " + pointer) + ": " + reason +
           (remedy.empty() ? "" : "; " + remedy);
  }
};

/// All models of a run. Immutable after loading, so shared between threads.
class ModelSet {
public:
  /// Reads one file's text on top of what is there. Returns the errors; an entry
  /// with an error is left out, the others are taken.
  std::vector<ModelError> add(llvm::StringRef Text, llvm::StringRef File, int Trust);
  /// Reads a file from disk with the trust of a user's model.
  std::vector<ModelError> addFile(llvm::StringRef Path);
  /// The models embedded in the binary. They are checked by a test, so errors are fatal.
  static const ModelSet &shipped();

  /// Candidates for a function of this qualified name, the most trusted first.
  void findFunctions(llvm::StringRef QualifiedName,
                     llvm::SmallVectorImpl<const FunctionModel *> &Out) const;
  [[nodiscard]] const TypeModel *findType(llvm::StringRef QualifiedName) const;
  /// The methods that models name of a class, constructors aside; null: none.
  [[nodiscard]] const llvm::StringSet<> *methodsOf(llvm::StringRef QualifiedName) const {
    auto It = Methods.find(QualifiedName);
    return It == Methods.end() ? nullptr : &It->second;
  }
  /// A cheap test that saves building qualified names: is some model's last component this?
  [[nodiscard]] bool knowsLastName(llvm::StringRef Name) const {
    return HasShortPattern || LastNames.contains(Name);
  }
  /// Is a number a session to some model? Only then are numbers followed.
  [[nodiscard]] bool numberHandles() const { return NumberHandles; }
  [[nodiscard]] const std::deque<FunctionModel> &functions() const { return Functions; }
  [[nodiscard]] const std::deque<TypeModel> &types() const { return Types; }
  [[nodiscard]] const std::vector<std::string> &libraries() const { return Libraries; }
  /// Is this the class of what a session library throws when a statement fails?
  [[nodiscard]] bool isDatabaseError(llvm::StringRef QualifiedName) const {
    return DatabaseErrors.contains(QualifiedName);
  }
  /// Changes whenever a model does; part of cache keys and stored options.
  [[nodiscard]] uint64_t fingerprint() const { return Fingerprint; }

private:
  std::deque<FunctionModel> Functions;
  std::deque<TypeModel> Types;
  std::vector<std::string> Libraries;
  llvm::StringMap<std::vector<const FunctionModel *>> ByName;
  llvm::StringMap<const TypeModel *> TypeByName;
  std::vector<const FunctionModel *> Patterns; ///< names that end in `*`
  llvm::StringSet<> LastNames, DatabaseErrors;
  llvm::StringMap<llvm::StringSet<>> Methods; ///< by class, or namespace
  bool HasShortPattern = false, NumberHandles = false;
  uint64_t Fingerprint = 0xcbf29ce484222325ULL;

public:
  ModelSet() = default;
  ModelSet(const ModelSet &Other);
  ModelSet &operator=(const ModelSet &) = delete;

private:
  void index(const FunctionModel &F);
};

/// The text of each shipped model: name and JSON.
struct EmbeddedModel {
  const char *name;
  const char *text;
};
llvm::ArrayRef<EmbeddedModel> embeddedModels();

} // namespace leasehold

#endif // LEASEHOLD_CATALOG_MODEL_H
