//===- Model.cpp - library models read from JSON --------------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "catalog/ModelReader.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

namespace leasehold {
namespace {

/// Finds where a text stops being JSON.
struct ErrorPlace : nlohmann::json_sax<Json> {
  size_t at = 0;
  bool null() override { return true; }
  bool boolean(bool /*V*/) override { return true; }
  bool number_integer(number_integer_t /*V*/) override { return true; }
  bool number_unsigned(number_unsigned_t /*V*/) override { return true; }
  bool number_float(number_float_t /*V*/, const string_t & /*Text*/) override { return true; }
  bool string(string_t & /*V*/) override { return true; }
  bool binary(binary_t & /*V*/) override { return true; }
  bool start_object(size_t /*N*/) override { return true; }
  bool key(string_t & /*V*/) override { return true; }
  bool end_object() override { return true; }
  bool start_array(size_t /*N*/) override { return true; }
  bool end_array() override { return true; }
  bool parse_error(size_t Position, const std::string & /*Token*/,
                   const nlohmann::detail::exception & /*What*/) override {
    at = Position;
    return false;
  }
};

/// No file of ours needs as many.
constexpr size_t MostLevels = 100;

/// Finds keys that an object has twice, of which the last would win, and how deep it all is.
class KeyWatch {
public:
  std::vector<std::string> twice; ///< their places
  size_t levels = 0;

  void see(Json::parse_event_t Event, const Json &Parsed) {
    switch (Event) {
    case Json::parse_event_t::object_start:
    case Json::parse_event_t::array_start:
      enter();
      Open.push_back({Event == Json::parse_event_t::array_start, 0, {}, {}});
      levels = std::max(levels, Open.size());
      break;
    case Json::parse_event_t::object_end:
    case Json::parse_event_t::array_end:
      Open.pop_back();
      break;
    case Json::parse_event_t::key:
      Open.back().key = Parsed.get_ref<const std::string &>();
      if (!Open.back().keys.insert(Open.back().key).second && Open.size() <= MostLevels)
        twice.push_back(place());
      break;
    case Json::parse_event_t::value:
      enter();
      break;
    }
  }

private:
  struct Level {
    bool array;
    size_t next; ///< index of the element to come
    std::string key;
    llvm::StringSet<> keys;
  };

  void enter() {
    if (!Open.empty() && Open.back().array)
      Open.back().key = std::to_string(Open.back().next++);
  }
  [[nodiscard]] std::string place() const {
    std::string At;
    for (const Level &L : Open)
      At += "/" + L.key;
    return At;
  }

  std::vector<Level> Open;
};

} // namespace

Acquire Reader::acquire(const Json &J, const std::string &At) {
  Acquire A;
  A.failure = Acquire::Failure::Absent;
  object(J, At, [&](llvm::StringRef Key, const Json &V, const std::string &P) {
    if (Key == "to")
      A.to = slot(V, P);
    else if (Key == "from")
      A.from = slot(V, P);
    else if (Key == "owned")
      A.guarded = choice<bool>(V, P, {{"raw", false}, {"guard", true}});
    else if (Key == "pooled")
      A.pooled = boolean(V, P);
    else if (Key == "waits")
      A.waits = boolean(V, P);
    else if (Key == "on_failure")
      A.failure = choice<Acquire::Failure>(V, P,
                                           {{"null", Acquire::Failure::Null},
                                            {"held", Acquire::Failure::Held},
                                            {"throws", Acquire::Failure::Throws},
                                            {"absent", Acquire::Failure::Absent},
                                            {"negative", Acquire::Failure::Negative}});
    else if (Key == "status")
      A.status = choice<Acquire::Status>(V, P,
                                         {{"zero_is_ok", Acquire::Status::ZeroIsOk},
                                          {"nonzero_is_ok", Acquire::Status::NonzeroIsOk}});
    else if (Key == "held")
      A.held = choice<Held>(V, P,
                            {{"always", Held::Always},
                             {"in_transaction", Held::InTransaction},
                             {"never", Held::Never}});
    else
      return false;
    return true;
  });
  return A;
}

void Reader::function(const Json &J, const std::string &At, FunctionModel &F) {
  Effects &E = F.effects;
  E.borrowsArguments = true;
  auto Txn = [&](TxnEffect::Kind Kind, const Json &V, const std::string &P) {
    for (Slot &S : slots(V, P))
      E.txn.push_back({Kind, S, true});
  };
  std::optional<Slot> DerivesFrom;
  std::optional<unsigned> DerivesTo;
  object(J, At, [&](llvm::StringRef Key, const Json &V, const std::string &P) {
    if (Key == "name")
      F.name = string(V, P);
    else if (Key == "params")
      F.params = index(V, P);
    else if (Key == "receiver")
      F.receiver = string(V, P);
    else if (Key == "returning")
      F.returning = string(V, P);
    else if (Key == "when") {
      E.when = condition(V, P);
      if (!E.when->equals || E.when->bits || !E.when->madeFrom.empty())
        error(P, "\"when\" needs \"equals\", and knows no other condition");
    } else if (Key == "acquires")
      E.acquires.push_back(acquire(V, P));
    else if (Key == "releases")
      E.releases = slots(V, P);
    else if (Key == "release_status")
      E.refusal = choice<Refusal>(
          V, P, {{"zero_is_ok", Refusal::UnlessZero}, {"nonzero_is_ok", Refusal::IfZero}});
    else if (Key == "returns_same") {
      ReturnsSame R;
      object(V, P, [&](llvm::StringRef K, const Json &W, const std::string &Q) {
        if (K == "as")
          R.as = slot(W, Q);
        else if (K == "or_null")
          R.orNull = boolean(W, Q);
        else
          return false;
        return true;
      });
      E.same = R;
    } else if (Key == "derives")
      DerivesFrom = slot(V, P);
    else if (Key == "derives_to")
      DerivesTo = index(V, P);
    else if (Key == "frees")
      E.frees = slots(V, P);
    else if (Key == "tells_server")
      E.tellsServer = boolean(V, P);
    else if (Key == "frees_all")
      E.freesAll = slots(V, P);
    else if (Key == "cuts_off")
      E.cutsOff = boolean(V, P);
    else if (Key == "begins")
      Txn(TxnEffect::Begin, V, P);
    else if (Key == "commits")
      Txn(TxnEffect::Commit, V, P);
    else if (Key == "rolls_back")
      Txn(TxnEffect::Rollback, V, P);
    else if (Key == "writes")
      Txn(TxnEffect::Write, V, P);
    else if (Key == "reads")
      Txn(TxnEffect::Read, V, P);
    else if (Key == "autocommit") {
      Autocommit A;
      object(V, P, [&](llvm::StringRef K, const Json &W, const std::string &Q) {
        if (K == "of")
          A.of = slot(W, Q);
        else if (K == "param")
          A.param = index(W, Q);
        else
          return false;
        return true;
      });
      E.autocommit = A;
    } else if (Key == "tells_alive") {
      TellsAlive T;
      object(V, P, [&](llvm::StringRef K, const Json &W, const std::string &Q) {
        if (K == "of")
          T.of = slot(W, Q);
        else if (K == "status")
          T.nonzero = choice<bool>(W, Q, {{"zero_is_ok", false}, {"nonzero_is_ok", true}});
        else
          return false;
        return true;
      });
      E.alive = T;
    } else if (Key == "sql") {
      SqlText S;
      object(V, P, [&](llvm::StringRef K, const Json &W, const std::string &Q) {
        if (K == "on")
          S.on = slot(W, Q);
        else if (K == "text")
          S.text = index(W, Q);
        else
          return false;
        return true;
      });
      E.sql = S;
    } else if (Key == "blocks")
      E.blocks = blocking(V, P);
    else if (Key == "websocket_read") {
      if (boolean(V, P)) {
        if (!E.blocks)
          E.blocks =
              Blocking{"network", "waits for the peer's next message", {}, {}, false, false, {}};
        E.blocks->websocketRead = true;
      }
    } else if (Key == "background")
      E.background = slots(V, P);
    else if (Key == "background_rest")
      E.backgroundRest = boolean(V, P);
    else if (Key == "handle")
      E.handle = slot(V, P);
    else if (Key == "joins")
      E.joins = slots(V, P);
    else if (Key == "detaches")
      E.detaches = slots(V, P);
    else if (Key == "handler")
      E.handlers = slots(V, P);
    else if (Key == "handler_of")
      E.handlersOf = slot(V, P);
    else if (Key == "ignores")
      E.ignores = slots(V, P);
    else if (Key == "invokes")
      E.invokes = slots(V, P);
    else if (Key == "keeps")
      E.keeps = slots(V, P);
    else if (Key == "throws") {
      if (V.is_array())
        for (size_t I = 0; I < V.size(); ++I)
          E.throws.push_back(string(V[I], P + "/" + std::to_string(I)));
      else
        E.throws.push_back(string(V, P));
    } else if (Key == "lends") {
      Takes T;
      T.pool.from = slot(V, P);
      T.lends = true;
      E.takes.push_back(std::move(T));
    } else if (Key == "settings") {
      E.settings = settings(V, P, /*OfType=*/false);
    } else if (Key == "no_effect") {
      if (!boolean(V, P))
        error(P, "leave the key out instead of false");
    } else {
      return false;
    }
    return true;
  });
  // JSON objects have no order: "websocket_read" may be read before "blocks".
  if (E.blocks && J.contains("websocket_read") && J["websocket_read"] == true)
    E.blocks->websocketRead = true;
  if (DerivesFrom)
    E.derives.push_back({*DerivesFrom, DerivesTo ? Slot::param(*DerivesTo) : Slot::result()});
  else if (DerivesTo)
    error(At, "\"derives_to\" needs \"derives\"");
  if (E.refusal != Refusal::Never && E.releases.empty())
    error(At, "\"release_status\" needs \"releases\"");
  if (E.tellsServer && E.frees.empty())
    error(At, "\"tells_server\" needs \"frees\"");
  if (E.cutsOff && E.releases.empty())
    error(At, "\"cuts_off\" needs \"releases\"");
  if (F.name.empty())
    error(At, "a function needs a \"name\"");
  // Contradictions: an entry that says two opposite things is refused, not guessed at.
  const char *KeepOne = "keep the key that is true";
  for (const Slot &R : E.releases) {
    for (const Slot &K : E.keeps)
      if (R == K)
        error(At, "contradiction: the same slot is released and kept", KeepOne);
    for (const Acquire &A : E.acquires)
      if (A.to == R && !(R.kind == Slot::This))
        error(At, "contradiction: the same slot is acquired and released", KeepOne);
  }
  if (J.is_object() && J.contains("no_effect") &&
      J.size() > 2U + (F.params ? 1U : 0U) + (F.receiver.empty() ? 0U : 1U) +
                     (F.returning.empty() ? 0U : 1U))
    error(At, "contradiction: \"no_effect\" beside effects", "take one of them out");
}

void Reader::type(const Json &J, const std::string &At, TypeModel &T) {
  TypeTraits &Traits = T.traits;
  bool SawDestroy = false;
  object(J, At, [&](llvm::StringRef Key, const Json &V, const std::string &P) {
    auto Construct = [&] {
      return choice<Construction>(V, P,
                                  {{"constructor", Construction::Any},
                                   {"nondefault_constructor", Construction::NonDefault}});
    };
    if (Key == "name")
      T.name = string(V, P);
    else if (Key == "role")
      Traits.role = choice<Role>(V, P,
                                 {{"session", Role::Session},
                                  {"guard", Role::Guard},
                                  {"pool", Role::Pool},
                                  {"transaction", Role::Transaction},
                                  {"statement", Role::Statement},
                                  {"result", Role::Result},
                                  {"websocket", Role::WebSocket},
                                  {"client_socket", Role::ClientSocket},
                                  {"task", Role::Task},
                                  {"scope_guard", Role::ScopeGuard},
                                  {"ready", Role::Ready},
                                  {"options", Role::Options},
                                  {"driver", Role::Driver}});
    else if (Key == "opens")
      Traits.opens = Construct();
    else if (Key == "begins")
      Traits.begins = Construct();
    else if (Key == "on_destroy") {
      SawDestroy = true;
      Traits.onDestroy = choice<OnDestroy>(V, P,
                                           {{"release", OnDestroy::Release},
                                            {"rollback", OnDestroy::Rollback},
                                            {"commit", OnDestroy::Commit},
                                            {"nothing", OnDestroy::Nothing}});
    } else if (Key == "held")
      Traits.held = choice<Held>(V, P,
                                 {{"always", Held::Always},
                                  {"in_transaction", Held::InTransaction},
                                  {"never", Held::Never}});
    else if (Key == "thread_affine")
      Traits.threadAffine = boolean(V, P);
    else if (Key == "read_only")
      Traits.readOnly = boolean(V, P);
    else if (Key == "single_use")
      Traits.singleUse = boolean(V, P);
    else if (Key == "joins_on_destroy")
      Traits.joinsOnDestroy = boolean(V, P);
    else if (Key == "detached")
      Traits.detached = boolean(V, P);
    else if (Key == "engine")
      Traits.engine = string(V, P);
    else if (Key == "settings")
      Traits.settings = settings(V, P, /*OfType=*/true);
    else
      return false;
    return true;
  });
  if (T.name.empty())
    error(At, "a type needs a \"name\"");
  if (Traits.role == Role::None)
    error(At, "a type needs a \"role\"");
  if (!SawDestroy && Traits.role == Role::Guard)
    Traits.onDestroy = OnDestroy::Release;
  if (!SawDestroy && Traits.opens != Construction::Nothing)
    Traits.onDestroy = OnDestroy::Release;
  const bool Ends =
      Traits.onDestroy == OnDestroy::Rollback || Traits.onDestroy == OnDestroy::Commit;
  if (Ends && Traits.role == Role::Guard)
    Traits.ends = std::exchange(Traits.onDestroy, OnDestroy::Release);
  else if (Ends && Traits.role != Role::Transaction)
    error(At, "contradiction: only a transaction or a guard rolls back or commits when destroyed",
          "make it one of these, or let its destructor release or do nothing");
  Traits.pooled = Traits.role == Role::Guard;
}

ModelSet::ModelSet(const ModelSet &Other)
    : Functions(Other.Functions), Types(Other.Types), Libraries(Other.Libraries),
      Fingerprint(Other.Fingerprint) {
  for (const FunctionModel &F : Functions)
    index(F);
  for (const TypeModel &T : Types)
    TypeByName[T.name] = &T;
}

void ModelSet::index(const FunctionModel &F) {
  NumberHandles |= llvm::any_of(
      F.effects.acquires, [](const Acquire &A) { return A.failure == Acquire::Failure::Negative; });
  if (const Effects &E = F.effects; (E.sql || !E.txn.empty()) && !E.throws.empty())
    if (llvm::StringRef Thrown = E.throws.front(); !Thrown.starts_with("std::"))
      DatabaseErrors.insert(Thrown);
  llvm::StringRef Name = F.name;
  if (Name.consume_back("*")) {
    Patterns.push_back(&F);
    HasShortPattern = true;
    return;
  }
  // The most trusted first; among equals in the order of the file.
  auto &Models = ByName[Name];
  Models.insert(llvm::find_if(Models, [&](const FunctionModel *M) { return M->trust < F.trust; }),
                &F);
  const auto [Scope, Method] = Name.rsplit("::");
  LastNames.insert(Method.empty() ? Name : Method);
  if (!Method.empty() && Method != Scope.rsplit("::").second && Method != Scope)
    Methods[Scope].insert(Method);
}

std::optional<Json> parseJson(llvm::StringRef Text, llvm::StringRef File,
                              std::vector<ModelError> &Errors) {
  KeyWatch Keys;
  auto See = [&](int /*Depth*/, Json::parse_event_t Event, const Json &Parsed) {
    Keys.see(Event, Parsed);
    return true;
  };
  Json J = Json::parse(Text.begin(), Text.end(), See, /*allow_exceptions=*/false);
  if (!J.is_discarded() && Keys.levels > MostLevels) {
    Errors.push_back({File.str(), "",
                      "nested more than " + std::to_string(MostLevels) + " levels deep",
                      "nothing in such a file needs as many"});
    return std::nullopt;
  }
  if (!J.is_discarded()) {
    for (const std::string &At : Keys.twice)
      Errors.push_back({File.str(), At, "contradiction: this key is here twice", "keep one"});
    return J;
  }
  // Without exceptions nlohmann names the place of an error to a SAX handler only.
  ErrorPlace Handler;
  Json::sax_parse(Text.begin(), Text.end(), &Handler);
  const llvm::StringRef Before = Text.take_front(std::min(Handler.at, Text.size()));
  Errors.push_back({File.str(), "",
                    "not valid JSON near line " + std::to_string(Before.count('\n') + 1),
                    "look for a comma, quote or bracket too many or too few, or for a comment"});
  return std::nullopt;
}

std::vector<ModelError> ModelSet::add(llvm::StringRef Text, llvm::StringRef File, int Trust) {
  std::vector<ModelError> Errors;
  for (char C : Text)
    Fingerprint = (Fingerprint ^ static_cast<unsigned char>(C)) * 0x100000001b3ULL;
  // Every process reads the shipped ones as it starts: a test watches their keys, not we.
  std::optional<Json> J;
  if (Trust == 0)
    J = Json::parse(Text.begin(), Text.end(), nullptr, /*allow_exceptions=*/false);
  if (!J || J->is_discarded())
    J = parseJson(Text, File, Errors);
  if (!J)
    return Errors;
  // The entries with a key twice, by their pointers: the first two of their parts.
  llvm::StringSet<> Twice;
  for (const ModelError &E : Errors) {
    const llvm::StringRef At = E.pointer;
    Twice.insert(At.take_front(At.find('/', At.find('/', 1) + 1)));
  }
  Reader R(File, Errors);
  std::string Library = llvm::sys::path::stem(File).str();
  R.object(*J, "", [&](llvm::StringRef Key, const Json &V, const std::string &P) {
    if (Key == "library") {
      Library = R.string(V, P);
    } else if (Key == "functions" || Key == "types") {
      if (!V.is_array()) {
        R.error(P, "expected an array");
        return true;
      }
      for (size_t I = 0; I < V.size(); ++I) {
        std::string At = P + "/" + std::to_string(I);
        R.ok = !Twice.contains(At);
        if (Key == "functions") {
          FunctionModel F;
          F.file = File.str();
          F.pointer = At;
          F.trust = Trust;
          R.function(V[I], At, F);
          if (R.ok)
            Functions.push_back(std::move(F));
        } else {
          TypeModel T;
          T.file = File.str();
          T.pointer = At;
          T.trust = Trust;
          R.type(V[I], At, T);
          if (!R.ok)
            continue;
          // Two entries for one class in one file cannot both be right.
          if (const auto It = TypeByName.find(T.name);
              It != TypeByName.end() && It->second->file == T.file) {
            R.error(At,
                    "contradiction: " + T.name + " is described twice in this file (also at " +
                        It->second->pointer + ")",
                    "keep one");
            continue;
          }
          Types.push_back(std::move(T));
          TypeByName[Types.back().name] = &Types.back();
        }
      }
    } else {
      return Key == "about" || Key == "$schema";
    }
    return true;
  });
  for (FunctionModel &F : Functions)
    if (F.file == File && F.effects.origin.empty()) {
      F.effects.origin = "model " + Library;
      index(F);
    }
  for (TypeModel &T : Types)
    if (T.file == File && T.traits.origin.empty())
      T.traits.origin = "model " + Library;
  Libraries.push_back(Library);
  return Errors;
}

std::vector<ModelError> ModelSet::addFile(llvm::StringRef Path) {
  auto Buffer = llvm::MemoryBuffer::getFile(Path, /*IsText=*/true);
  if (!Buffer)
    return {{Path.str(), "", "cannot be read: " + Buffer.getError().message()}};
  return add((*Buffer)->getBuffer(), Path, /*Trust=*/1);
}

const ModelSet &ModelSet::shipped() {
  static const ModelSet *Set = [] {
    auto *S = new ModelSet;
    for (const EmbeddedModel &M : embeddedModels())
      for (const ModelError &E : S->add(M.text, M.name, /*Trust=*/0))
        llvm::report_fatal_error(llvm::Twine("leasehold: shipped model is broken: ") + E.str());
    return S;
  }();
  return *Set;
}

void ModelSet::findFunctions(llvm::StringRef QualifiedName,
                             llvm::SmallVectorImpl<const FunctionModel *> &Out) const {
  if (auto It = ByName.find(QualifiedName); It != ByName.end())
    Out.append(It->second.begin(), It->second.end());
  for (const FunctionModel *F : Patterns)
    if (QualifiedName.starts_with(llvm::StringRef(F->name).drop_back()))
      Out.push_back(F);
  // A user's pattern goes before a shipped name.
  std::vector<const FunctionModel *> Found(Out.begin(), Out.end());
  Out.clear();
  for (bool Users : {true, false})
    for (const FunctionModel *F : Found)
      if ((F->trust > 0) == Users)
        Out.push_back(F);
}

const TypeModel *ModelSet::findType(llvm::StringRef QualifiedName) const {
  auto It = TypeByName.find(QualifiedName);
  return It == TypeByName.end() ? nullptr : It->second;
}

} // namespace leasehold
