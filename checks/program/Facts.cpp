//===- Facts.cpp - what one translation unit tells the others -------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "program/Facts.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/xxhash.h"
#include <limits>
#include <nlohmann/json.hpp>

namespace leasehold {
namespace {

using Json = nlohmann::json;

/// Writes effects as JSON; what has its default value is left out. Each struct is taken apart
/// by a structured binding, so a field that is new there does not compile here until it is
/// written, too.
class Writer {
public:
  explicit Writer(Detail D) : D(D) {}

  Json effects(const Effects &E);
  Json json(const PoolId &P);

private:
  static Json json(bool B) { return B; }
  static Json json(int64_t N) { return N; }
  static Json json(const std::string &S) { return S; }
  static Json json(const Slot &S);
  static Json json(const Step &S);
  Json json(const Acquire &A);
  Json json(const Takes &T);
  static Json json(const Duration &T);
  static Json json(const Unless &U);
  Json json(const Blocking &B);
  static Json json(const TxnEffect &T);
  static Json json(const SqlText &T);
  static Json json(const Autocommit &A);
  static Json json(const ReturnsSame &R);
  static Json json(const Derives &V);
  static Json json(const Assigns &A);
  Json json(const Setting &S);

  template <typename T> void put(Json &Out, const char *Key, const std::vector<T> &Values) {
    Json Array = Json::array();
    for (const T &V : Values)
      Array.push_back(json(V));
    if (!Array.empty())
      Out[Key] = std::move(Array);
  }
  template <typename T> void put(Json &Out, const char *Key, const std::optional<T> &Value) {
    if (Value)
      Out[Key] = json(*Value);
  }
  void put(Json &Out, const char *Key, bool Value) {
    if (Value)
      Out[Key] = true;
  }

  Detail D;
};

Json Writer::json(const Slot &S) {
  const auto &[Kind, Index, Capture, Path] = S;
  static constexpr const char *Kinds[] = {"param", "this", "return", "capture"};
  Json Out = Kind == Slot::Param ? Json(Index) : Json(Kinds[Kind]);
  if (Path.empty())
    return Out;
  Json WithPath = Json::array({std::move(Out)});
  for (const std::string &Field : Path)
    WithPath.push_back(Field);
  return WithPath;
}

Json Writer::json(const Step &S) {
  const auto &[Raw, File, Line, Column, Text] = S;
  return Json::array({File, Line, Column, Text});
}

Json Writer::json(const PoolId &P) {
  const auto &[From, Name, Type, Text, Many] = P;
  Json Out{{"type", Type}};
  put(Out, "from", From);
  if (!Name.empty())
    Out["name"] = Name;
  put(Out, "many", Many);
  if (D == Detail::Full)
    Out["text"] = Text;
  return Out;
}

Json Writer::json(const Takes &T) {
  const auto &[Pool, Lends, Chain] = T;
  Json Out{{"pool", json(Pool)}};
  put(Out, "lends", Lends);
  if (D == Detail::Full)
    put(Out, "chain", Chain);
  return Out;
}

Json Writer::json(const Acquire &A) {
  const auto &[To, From, Guarded, Pooled, Failure, Status, Held, Waits, Pool] = A;
  Json Out{{"to", json(To)}, {"failure", static_cast<unsigned>(Failure)}};
  if (From)
    Out["from"] = json(*From);
  if (Guarded)
    Out["guarded"] = true;
  if (Pooled)
    Out["pooled"] = true;
  if (Status != Acquire::Status::None)
    Out["status"] = static_cast<unsigned>(Status);
  if (Held != Held::Always)
    Out["held"] = static_cast<unsigned>(Held);
  if (!Waits)
    Out["waits"] = false;
  if (!Pool.type.empty())
    Out["pool"] = json(Pool);
  return Out;
}

Json Writer::json(const Duration &T) {
  const auto &[Param, NsPerUnit] = T;
  return {{"param", Param}, {"ns", NsPerUnit}};
}

Json Writer::json(const Unless &U) {
  const auto &[Param, Bits, Equals] = U;
  Json Out{{"param", Param}};
  if (Bits)
    Out["bits"] = *Bits;
  if (Equals)
    Out["equals"] = *Equals;
  return Out;
}

Json Writer::json(const Blocking &B) {
  const auto &[Kind, What, Time, Unless, OnlyInLoop, WebsocketRead, Chain] = B;
  Json Out{{"kind", Kind}, {"what", What}};
  put(Out, "duration", Time);
  put(Out, "unless", Unless);
  put(Out, "only_in_loop", OnlyInLoop);
  put(Out, "websocket_read", WebsocketRead);
  if (D == Detail::Full)
    put(Out, "chain", Chain);
  return Out;
}

Json Writer::json(const TxnEffect &T) {
  const auto &[Kind, On, Certain, Either] = T;
  Json Out{{"kind", static_cast<unsigned>(Kind)}, {"on", json(On)}};
  if (!Certain)
    Out["certain"] = false;
  if (Either)
    Out["either"] = true;
  return Out;
}

Json Writer::json(const SqlText &T) {
  const auto &[On, Text] = T;
  return {{"on", json(On)}, {"text", Text}};
}

Json Writer::json(const Autocommit &A) {
  const auto &[Of, Param] = A;
  return {{"of", json(Of)}, {"param", Param}};
}

Json Writer::json(const ReturnsSame &R) {
  const auto &[As, OrNull] = R;
  return {{"as", json(As)}, {"or_null", OrNull}};
}

Json Writer::json(const Derives &V) {
  const auto &[From, To] = V;
  return {{"from", json(From)}, {"to", json(To)}};
}

Json Writer::json(const Assigns &A) {
  const auto &[To, From] = A;
  return {{"to", json(To)}, {"from", json(From)}};
}

Json Writer::json(const Setting &S) {
  const auto &[Option, Field, Param, Key, KeyParam, NsPerUnit, Never, Off] = S;
  Json Out{{"option", static_cast<unsigned>(Option)}, {"param", Param}, {"ns", NsPerUnit}};
  if (!Field.empty())
    Out["field"] = Field;
  if (!Key.empty())
    Out["key"] = Key;
  if (KeyParam)
    Out["key_param"] = *KeyParam;
  put(Out, "never", Never);
  if (!Off.empty())
    Out["off"] = Off;
  return Out;
}

Json Writer::effects(const Effects &E) {
  const auto &[Acquires, Releases, MayRelease, Keeps, Assigns, Same, Derives, Txn, Sql, Autocommit,
               Blocks, Background, BackgroundRest, Handle, Joins, Detaches, Handlers, HandlersOf,
               Invokes, Throws, ThrowChain, UsesMember, Takes, Settings, Ignores, BorrowsArguments,
               Constant, Nonblocking, Origin] = E;
  Json Out = Json::object();
  put(Out, "acquires", Acquires);
  put(Out, "releases", Releases);
  put(Out, "may_release", MayRelease);
  put(Out, "keeps", Keeps);
  put(Out, "assigns", Assigns);
  put(Out, "same", Same);
  put(Out, "derives", Derives);
  put(Out, "txn", Txn);
  put(Out, "sql", Sql);
  put(Out, "autocommit", Autocommit);
  put(Out, "blocks", Blocks);
  put(Out, "background", Background);
  put(Out, "background_rest", BackgroundRest);
  put(Out, "handle", Handle);
  put(Out, "joins", Joins);
  put(Out, "detaches", Detaches);
  put(Out, "handlers", Handlers);
  put(Out, "handlers_of", HandlersOf);
  put(Out, "invokes", Invokes);
  put(Out, "throws", Throws);
  put(Out, "uses_member", UsesMember);
  put(Out, "takes", Takes);
  put(Out, "settings", Settings);
  put(Out, "ignores", Ignores);
  put(Out, "borrows_arguments", BorrowsArguments);
  put(Out, "constant", Constant);
  put(Out, "nonblocking", Nonblocking);
  if (D == Detail::Full) {
    put(Out, "throw_chain", ThrowChain);
    if (!Origin.empty())
      Out["origin"] = Origin;
  }
  return Out;
}

/// Reads what Writer wrote, field by field in the same order. Whatever else a file may contain
/// is refused, never trusted: `ok` says so.
class Reader {
public:
  bool ok = true;

  Effects effects(const Json &J);
  Passed passed(const Json &J) {
    Passed P;
    get(J, "object", P.object);
    if (const Json *Pools = at(J, "pools"))
      for (const Json &Each : *Pools) {
        check(Each.is_array() && Each.size() == 2);
        if (!ok)
          return P;
        auto &[Index, Pool] = P.pools.emplace_back();
        read(Each[0], Index);
        read(Each[1], Pool);
      }
    return P;
  }

private:
  void check(bool Right) { ok = ok && Right; }
  void read(const Json &J, bool &Out) {
    check(J.is_boolean());
    Out = J.is_boolean() && J.get<bool>();
  }
  void read(const Json &J, std::string &Out) {
    check(J.is_string());
    if (J.is_string())
      Out = J.get_ref<const std::string &>();
  }
  template <typename N>
    requires std::is_integral_v<N>
  void read(const Json &J, N &Out) {
    bool Fits = J.is_number_unsigned()
                    ? J.get<uint64_t>() <= uint64_t{std::numeric_limits<N>::max()}
                    : J.is_number_integer() && std::is_signed_v<N>;
    check(Fits);
    if (Fits)
      Out = J.get<N>();
  }
  template <typename E>
    requires std::is_enum_v<E>
  void read(const Json &J, E &Out, E Last) {
    unsigned N = 0;
    read(J, N);
    check(N <= static_cast<unsigned>(Last));
    if (N <= static_cast<unsigned>(Last))
      Out = static_cast<E>(N);
  }
  void read(const Json &J, Slot &Out);
  void read(const Json &J, Step &Out);
  void read(const Json &J, PoolId &Out);
  void read(const Json &J, Takes &Out);
  void read(const Json &J, Setting &Out);
  void read(const Json &J, Acquire &Out);
  void read(const Json &J, Duration &Out) {
    get(J, "param", Out.param);
    get(J, "ns", Out.nsPerUnit);
  }
  void read(const Json &J, Unless &Out);
  void read(const Json &J, Blocking &Out);
  void read(const Json &J, TxnEffect &Out);
  void read(const Json &J, SqlText &Out) {
    get(J, "on", Out.on);
    get(J, "text", Out.text);
  }
  void read(const Json &J, Autocommit &Out) {
    get(J, "of", Out.of);
    get(J, "param", Out.param);
  }
  void read(const Json &J, ReturnsSame &Out) {
    get(J, "as", Out.as);
    get(J, "or_null", Out.orNull);
  }
  void read(const Json &J, Derives &Out) {
    get(J, "from", Out.from);
    get(J, "to", Out.to);
  }
  void read(const Json &J, Assigns &Out) {
    get(J, "to", Out.to);
    get(J, "from", Out.from);
  }

  const Json *at(const Json &J, const char *Key) {
    check(J.is_object());
    if (!J.is_object())
      return nullptr;
    auto It = J.find(Key);
    return It == J.end() ? nullptr : &*It;
  }
  template <typename T, typename... Last>
  void get(const Json &J, const char *Key, T &Out, Last... L) {
    if (const Json *V = at(J, Key))
      read(*V, Out, L...);
  }
  template <typename T> void get(const Json &J, const char *Key, std::optional<T> &Out) {
    if (const Json *V = at(J, Key))
      read(*V, Out.emplace());
  }
  template <typename T> void get(const Json &J, const char *Key, std::vector<T> &Out) {
    const Json *V = at(J, Key);
    if (!V)
      return;
    check(V->is_array());
    if (V->is_array())
      for (const Json &Each : *V)
        read(Each, Out.emplace_back());
  }
};

void Reader::read(const Json &J, Slot &Out) {
  Out = {}; // some slots are not a parameter unless something is said
  const bool WithPath = J.is_array() && !J.empty();
  const Json &Kind = WithPath ? J.front() : J;
  if (Kind.is_string()) {
    const auto &Name = Kind.get_ref<const std::string &>();
    Out.kind = Name == "this" ? Slot::This : Slot::Return;
    check(Name == "this" || Name == "return");
  } else {
    read(Kind, Out.index);
  }
  if (WithPath)
    for (size_t I = 1; I < J.size(); ++I)
      read(J[I], Out.path.emplace_back());
}

void Reader::read(const Json &J, Step &Out) {
  check(J.is_array() && J.size() == 4);
  if (!ok)
    return;
  read(J[0], Out.file);
  read(J[1], Out.line);
  read(J[2], Out.column);
  read(J[3], Out.text);
}

void Reader::read(const Json &J, Acquire &Out) {
  auto &[To, From, Guarded, Pooled, Failure, Status, Held, Waits, Pool] = Out;
  Pooled = false;
  get(J, "to", To);
  get(J, "failure", Failure, Acquire::Failure::Negative);
  get(J, "from", From);
  get(J, "guarded", Guarded);
  get(J, "pooled", Pooled);
  get(J, "status", Status, Acquire::Status::NonzeroIsOk);
  get(J, "held", Held, Held::Never);
  get(J, "waits", Waits);
  get(J, "pool", Pool);
}

void Reader::read(const Json &J, PoolId &Out) {
  auto &[From, Name, Type, Text, Many] = Out;
  get(J, "from", From);
  get(J, "name", Name);
  get(J, "type", Type);
  get(J, "text", Text);
  get(J, "many", Many);
}

void Reader::read(const Json &J, Takes &Out) {
  auto &[Pool, Lends, Chain] = Out;
  get(J, "pool", Pool);
  get(J, "lends", Lends);
  get(J, "chain", Chain);
}

void Reader::read(const Json &J, Setting &Out) {
  auto &[Option, Field, Param, Key, KeyParam, NsPerUnit, Never, Off] = Out;
  get(J, "option", Option, Setting::Engine);
  get(J, "field", Field);
  get(J, "param", Param);
  get(J, "key", Key);
  get(J, "key_param", KeyParam);
  get(J, "ns", NsPerUnit);
  get(J, "never", Never);
  get(J, "off", Off);
}

void Reader::read(const Json &J, Unless &Out) {
  auto &[Param, Bits, Equals] = Out;
  get(J, "param", Param);
  get(J, "bits", Bits);
  get(J, "equals", Equals);
}

void Reader::read(const Json &J, Blocking &Out) {
  auto &[Kind, What, Time, Unless, OnlyInLoop, WebsocketRead, Chain] = Out;
  get(J, "kind", Kind);
  get(J, "what", What);
  get(J, "duration", Time);
  get(J, "unless", Unless);
  get(J, "only_in_loop", OnlyInLoop);
  get(J, "websocket_read", WebsocketRead);
  get(J, "chain", Chain);
}

void Reader::read(const Json &J, TxnEffect &Out) {
  auto &[Kind, On, Certain, Either] = Out;
  get(J, "kind", Kind, TxnEffect::Read);
  get(J, "on", On);
  get(J, "certain", Certain);
  get(J, "either", Either);
}

Effects Reader::effects(const Json &J) {
  Effects E;
  auto &[Acquires, Releases, MayRelease, Keeps, Assigns, Same, Derives, Txn, Sql, Autocommit,
         Blocks, Background, BackgroundRest, Handle, Joins, Detaches, Handlers, HandlersOf, Invokes,
         Throws, ThrowChain, UsesMember, Takes, Settings, Ignores, BorrowsArguments, Constant,
         Nonblocking, Origin] = E;
  get(J, "acquires", Acquires);
  get(J, "releases", Releases);
  get(J, "may_release", MayRelease);
  get(J, "keeps", Keeps);
  get(J, "assigns", Assigns);
  get(J, "same", Same);
  get(J, "derives", Derives);
  get(J, "txn", Txn);
  get(J, "sql", Sql);
  get(J, "autocommit", Autocommit);
  get(J, "blocks", Blocks);
  get(J, "background", Background);
  get(J, "background_rest", BackgroundRest);
  get(J, "handle", Handle);
  get(J, "joins", Joins);
  get(J, "detaches", Detaches);
  get(J, "handlers", Handlers);
  get(J, "handlers_of", HandlersOf);
  get(J, "invokes", Invokes);
  get(J, "throws", Throws);
  get(J, "uses_member", UsesMember);
  get(J, "takes", Takes);
  get(J, "settings", Settings);
  get(J, "ignores", Ignores);
  get(J, "borrows_arguments", BorrowsArguments);
  get(J, "constant", Constant);
  get(J, "nonblocking", Nonblocking);
  get(J, "throw_chain", ThrowChain);
  get(J, "origin", Origin);
  return E;
}

} // namespace

Effects exported(Effects E) {
  struct {
    bool operator()(const Slot &S) const { return S.kind == Slot::Capture; }
    bool operator()(const std::optional<Slot> &S) const { return S && (*this)(*S); }
    bool operator()(const Acquire &A) const { return (*this)(A.to) || (*this)(A.from); }
    bool operator()(const TxnEffect &T) const { return (*this)(T.on); }
    bool operator()(const Takes &T) const { return (*this)(T.pool.from); }
    bool operator()(const Derives &V) const { return (*this)(V.from) || (*this)(V.to); }
    bool operator()(const Assigns &A) const { return (*this)(A.from) || (*this)(A.to); }
    bool operator()(const SqlText &T) const { return (*this)(T.on); }
    bool operator()(const Autocommit &A) const { return (*this)(A.of); }
    bool operator()(const ReturnsSame &R) const { return (*this)(R.as); }
  } Local;
  auto Each = [&](auto &...Lists) { (llvm::erase_if(Lists, Local), ...); };
  Each(E.acquires, E.releases, E.mayRelease, E.keeps, E.assigns, E.derives, E.txn, E.background,
       E.joins, E.detaches, E.handlers, E.invokes, E.usesMember, E.takes);
  for (Acquire &A : E.acquires)
    if (Local(A.pool.from))
      A.pool = {};
  auto One = [&](auto &...Values) { ((Values && Local(*Values) ? Values.reset() : void()), ...); };
  One(E.same, E.sql, E.autocommit, E.handle, E.handlersOf);
  auto Clear = [](std::vector<Step> &Steps) {
    for (Step &S : Steps)
      S.raw = 0;
  };
  if (E.blocks)
    Clear(E.blocks->chain);
  Clear(E.throwChain);
  for (Takes &T : E.takes)
    Clear(T.chain);
  return E;
}

std::string encode(const Effects &E, Detail D) {
  // Names come from source files in any encoding.
  return Writer(D).effects(E).dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string encode(const Passed &P) {
  Writer W(Detail::Full);
  Json Pools = Json::array();
  for (const auto &[Index, Pool] : P.pools)
    Pools.push_back({Index, W.json(Pool)});
  return Json{{"object", W.json(P.object)}, {"pools", std::move(Pools)}}.dump(
      -1, ' ', false, Json::error_handler_t::replace);
}

std::optional<Passed> decodePassed(llvm::StringRef Text) {
  Reader R;
  const Json J = Json::parse(Text.begin(), Text.end(), nullptr, false);
  Passed P = R.passed(J);
  return R.ok ? std::optional(std::move(P)) : std::nullopt;
}

std::optional<Effects> decode(llvm::StringRef Text) {
  Reader R;
  // Without exceptions, and without comments.
  const Json J = Json::parse(Text.begin(), Text.end(), nullptr, false);
  Effects E = R.effects(J);
  return R.ok ? std::optional(std::move(E)) : std::nullopt;
}

uint64_t digest(llvm::StringRef Text) {
  const uint64_t D = llvm::xxh3_64bits(Text);
  return D == 0 ? 1 : D; // 0 means: nothing
}

FunctionFact makeFact(Effects E) {
  static const uint64_t Nothing = [] {
    Effects Borrows;
    Borrows.borrowsArguments = true;
    return digest(encode(Borrows, Detail::Meaning));
  }();
  // That a parameter is ignored is something to those only who pass a lease by it.
  auto OnlyIgnores = [](Effects Of) {
    Of.ignores.clear();
    return digest(encode(Of, Detail::Meaning)) == Nothing;
  };
  FunctionFact F;
  F.full = digest(encode(E, Detail::Full));
  F.meaning = digest(encode(E, Detail::Meaning));
  if (E.concernsLeases() || !E.usesMember.empty() || !E.background.empty() || !E.handlers.empty() ||
      !E.invokes.empty() || (E.blocks && (E.blocks->duration || !E.blocks->unless.empty())))
    F.worth = Interest::Leases;
  else if (E.ignores.empty() ? F.meaning != Nothing : !OnlyIgnores(E))
    F.worth = Interest::Effects;
  F.effects = std::move(E);
  return F;
}

} // namespace leasehold
