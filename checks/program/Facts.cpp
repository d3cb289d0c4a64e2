//===- Facts.cpp - what one translation unit tells the others -------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "program/Facts.h"
#include "llvm/ADT/STLExtras.h"
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

private:
  static Json json(bool B) { return B; }
  static Json json(const std::string &S) { return S; }
  static Json json(const Slot &S);
  static Json json(const Step &S);
  static Json json(const Acquire &A);
  static Json json(const Duration &T);
  static Json json(const Unless &U);
  Json json(const Blocking &B);
  static Json json(const TxnEffect &T);
  static Json json(const SqlText &T);
  static Json json(const Autocommit &A);
  static Json json(const ReturnsSame &R);
  static Json json(const Derives &V);
  static Json json(const Assigns &A);
  static Json json(const Setting &S);

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

Json Writer::json(const Acquire &A) {
  const auto &[To, From, Guarded, Pooled, Failure, Status, Held] = A;
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
  return Json::array({static_cast<unsigned>(Option), Field, Param, Key, KeyParam.value_or(Param),
                      NsPerUnit, Never.value_or(-2), Off});
}

Json Writer::effects(const Effects &E) {
  const auto &[Acquires, Releases, MayRelease, Keeps, Assigns, Same, Derives, Txn, Sql, Autocommit,
               Blocks, Background, BackgroundRest, Handle, Joins, Detaches, Handlers, HandlersOf,
               Invokes, Throws, ThrowChain, UsesMember, Settings, BorrowsArguments, Nonblocking,
               Origin] = E;
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
  put(Out, "settings", Settings);
  put(Out, "borrows_arguments", BorrowsArguments);
  put(Out, "nonblocking", Nonblocking);
  if (D == Detail::Full) {
    put(Out, "throw_chain", ThrowChain);
    if (!Origin.empty())
      Out["origin"] = Origin;
  }
  return Out;
}

} // namespace

Effects exported(Effects E) {
  struct {
    bool operator()(const Slot &S) const { return S.kind == Slot::Capture; }
    bool operator()(const std::optional<Slot> &S) const { return S && (*this)(*S); }
    bool operator()(const Acquire &A) const { return (*this)(A.to) || (*this)(A.from); }
    bool operator()(const TxnEffect &T) const { return (*this)(T.on); }
    bool operator()(const Derives &V) const { return (*this)(V.from) || (*this)(V.to); }
    bool operator()(const Assigns &A) const { return (*this)(A.from) || (*this)(A.to); }
    bool operator()(const SqlText &T) const { return (*this)(T.on); }
    bool operator()(const Autocommit &A) const { return (*this)(A.of); }
    bool operator()(const ReturnsSame &R) const { return (*this)(R.as); }
  } Local;
  auto Each = [&](auto &...Lists) { (llvm::erase_if(Lists, Local), ...); };
  Each(E.acquires, E.releases, E.mayRelease, E.keeps, E.assigns, E.derives, E.txn, E.background,
       E.joins, E.detaches, E.handlers, E.invokes, E.usesMember);
  auto One = [&](auto &...Values) { ((Values && Local(*Values) ? Values.reset() : void()), ...); };
  One(E.same, E.sql, E.autocommit, E.handle, E.handlersOf);
  auto Clear = [](std::vector<Step> &Steps) {
    for (Step &S : Steps)
      S.raw = 0;
  };
  if (E.blocks)
    Clear(E.blocks->chain);
  Clear(E.throwChain);
  return E;
}

std::string encode(const Effects &E, Detail D) {
  // Names come from source files in any encoding.
  return Writer(D).effects(E).dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace leasehold
