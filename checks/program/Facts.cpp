//===- Facts.cpp - what one translation unit tells the others -------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "program/Facts.h"
#include "program/Untrusted.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/xxhash.h"

namespace leasehold {
namespace {

using Json = nlohmann::json;

//===----------------------------------------------------------------------===//
// The fields of each struct, once, for writing and for reading. Each is taken apart by a
// structured binding: a field that is new there does not compile here until it has a line, too.
// `IO` is Writer or Reader; a field with its default (the last argument, or else zero, false,
// empty) is left out. witness() is for what a message shows and no analysis depends on.
//===----------------------------------------------------------------------===//

template <class IO, class T> using Of = std::conditional_t<IO::Writes, const T, T>;

template <class IO> void fields(IO &F, Of<IO, PoolId> &P) {
  auto &[From, Name, Type, Text, Many] = P;
  F("from", From);
  F("name", Name);
  F("type", Type);
  F.witness("text", Text);
  F("many", Many);
}

template <class IO> void fields(IO &F, Of<IO, Takes> &T) {
  auto &[Pool, Lends, Chain] = T;
  F("pool", Pool);
  F("lends", Lends);
  F.witness("chain", Chain);
}

template <class IO> void fields(IO &F, Of<IO, Acquire> &A) {
  auto &[To, From, Guarded, Pooled, Failure, Status, Held, Waits, Pool] = A;
  F("to", To);
  F("from", From);
  F("guarded", Guarded);
  F("pooled", Pooled);
  F.choice("failure", Failure, Acquire::Failure::Negative);
  F.choice("status", Status, Acquire::Status::NonzeroIsOk);
  F.choice("held", Held, Held::Never);
  F("waits", Waits, true);
  F("pool", Pool);
}

template <class IO> void fields(IO &F, Of<IO, Duration> &D) {
  auto &[Param, NsPerUnit] = D;
  F("param", Param);
  F("ns", NsPerUnit);
}

template <class IO> void fields(IO &F, Of<IO, Unless> &U) {
  auto &[Param, Bits, Equals, MadeFrom, Given] = U;
  F("param", Param);
  F("bits", Bits);
  F("equals", Equals);
  F("made_from", MadeFrom);
  F("given", Given);
}

template <class IO> void fields(IO &F, Of<IO, Blocking> &B) {
  auto &[Kind, What, Time, Unless, OnlyInLoop, WebsocketRead, Chain] = B;
  F("kind", Kind);
  F("what", What);
  F("duration", Time);
  F("unless", Unless);
  F("only_in_loop", OnlyInLoop);
  F("websocket_read", WebsocketRead);
  F.witness("chain", Chain);
}

template <class IO> void fields(IO &F, Of<IO, TxnEffect> &T) {
  auto &[Kind, On, Certain, Either] = T;
  F.choice("kind", Kind, TxnEffect::Read);
  F("on", On);
  F("certain", Certain, true);
  F("either", Either);
}

template <class IO> void fields(IO &F, Of<IO, SqlText> &T) {
  auto &[On, Text] = T;
  F("on", On);
  F("text", Text);
}

template <class IO> void fields(IO &F, Of<IO, Autocommit> &A) {
  auto &[Whose, Param] = A;
  F("of", Whose);
  F("param", Param);
}

template <class IO> void fields(IO &F, Of<IO, TellsAlive> &T) {
  auto &[Whose, Nonzero] = T;
  F("of", Whose);
  F("nonzero", Nonzero, true);
}

template <class IO> void fields(IO &F, Of<IO, ReturnsSame> &R) {
  auto &[As, OrNull] = R;
  F("as", As);
  F("or_null", OrNull);
}

template <class IO> void fields(IO &F, Of<IO, Derives> &D) {
  auto &[From, To] = D;
  F("from", From);
  F("to", To);
}

template <class IO> void fields(IO &F, Of<IO, Assigns> &A) {
  auto &[To, From] = A;
  F("to", To);
  F("from", From);
}

template <class IO> void fields(IO &F, Of<IO, Setting> &S) {
  auto &[Option, Field, Param, Key, KeyParam, NsPerUnit, Never, Off] = S;
  F.choice("option", Option, Setting::Engine);
  F("field", Field);
  F("param", Param);
  F("key", Key);
  F("key_param", KeyParam);
  F("ns", NsPerUnit);
  F("never", Never);
  F("off", Off);
}

template <class IO> void fields(IO &F, Of<IO, Effects> &E) {
  auto &[When, Acquires, Spent, Releases, Refused, MayRelease, Replaces, Empties, Keeps, Assigns,
         Same, Derives, Frees, TellsServer, FreesAll, CutsOff, Txn, Sql, Autocommit, Alive, Blocks,
         Background, BackgroundRest, Handle, Joins, Detaches, Handlers, HandlersOf, Invokes, Throws,
         ThrowChain, UsesMember, Takes, Settings, Ignores, BorrowsArguments, Constant, Nonblocking,
         Origin] = E;
  F("when", When);
  F("acquires", Acquires);
  F("spent", Spent);
  F("releases", Releases);
  F.choice("refusal", Refused, Refusal::Unsaid);
  F("may_release", MayRelease);
  F("replaces", Replaces);
  F("empties", Empties);
  F("keeps", Keeps);
  F("assigns", Assigns);
  F("same", Same);
  F("derives", Derives);
  F("frees", Frees);
  F("tells_server", TellsServer);
  F("frees_all", FreesAll);
  F("cuts_off", CutsOff);
  F("txn", Txn);
  F("sql", Sql);
  F("autocommit", Autocommit);
  F("alive", Alive);
  F("blocks", Blocks);
  F("background", Background);
  F("background_rest", BackgroundRest);
  F("handle", Handle);
  F("joins", Joins);
  F("detaches", Detaches);
  F("handlers", Handlers);
  F("handlers_of", HandlersOf);
  F("invokes", Invokes);
  F("throws", Throws);
  F.witness("throw_chain", ThrowChain);
  F("uses_member", UsesMember);
  F("takes", Takes);
  F("settings", Settings);
  F("ignores", Ignores);
  F("borrows_arguments", BorrowsArguments);
  F("constant", Constant);
  F("nonblocking", Nonblocking);
  F.witness("origin", Origin);
}

template <class IO> void fields(IO &F, Of<IO, Passed> &P) {
  auto &[Object, Pools] = P;
  F("object", Object);
  F("pools", Pools);
}

//===----------------------------------------------------------------------===//
// Writing
//===----------------------------------------------------------------------===//

constexpr llvm::StringLiteral This = "this";
constexpr llvm::StringLiteral Return = "return";

class Writer {
public:
  static constexpr bool Writes = true;

  template <class T> static Json write(const T &Value, Detail D) {
    Writer W(D);
    fields(W, Value);
    return std::move(W.Out);
  }

  template <class T> void operator()(const char *Key, const T &Value, bool Default = false) {
    if constexpr (std::is_same_v<T, bool>) {
      if (Value != Default)
        Out[Key] = Value;
    } else if constexpr (std::is_arithmetic_v<T>) {
      if (Value != 0)
        Out[Key] = Value;
    } else if (Json J = json(Value); !J.empty()) { // no empty string, and no empty list
      Out[Key] = std::move(J);
    }
  }
  /// Being there says something, even when all in it is as it is by default.
  template <class T> void operator()(const char *Key, const std::optional<T> &Value) {
    if (Value)
      Out[Key] = json(*Value);
  }
  template <class E> void choice(const char *Key, E Value, E /*Last*/) {
    (*this)(Key, static_cast<unsigned>(Value));
  }
  template <class T> void witness(const char *Key, const T &Value) {
    if (D == Detail::Full)
      (*this)(Key, Value);
  }

private:
  explicit Writer(Detail D) : D(D) {}

  template <class T> Json json(const T &Value) const {
    if constexpr (std::is_arithmetic_v<T>)
      return Value;
    else
      return write(Value, D);
  }
  /// No empty string but inside of something.
  static Json json(const std::string &S) { return S.empty() ? Json() : Json(S); }
  static Json json(const Slot &S) {
    const auto &[Kind, Index, Capture, Path] = S;
    Json Root = Kind == Slot::Param  ? Json(Index)
                : Kind == Slot::This ? Json(This)
                                     : Json(Return); // captures are not exported
    if (Path.empty())
      return Root;
    Json Out = Json::array({std::move(Root)});
    for (const std::string &Field : Path)
      Out.push_back(Field);
    return Out;
  }
  static Json json(const Step &S) {
    const auto &[Raw, File, Line, Column, Text] = S;
    return Json::array({File, Line, Column, Text});
  }
  template <class A, class B> Json json(const std::pair<A, B> &P) const {
    return Json::array({json(P.first), json(P.second)});
  }
  template <class T> Json json(const std::vector<T> &Values) const {
    Json Out = Json::array();
    for (const T &V : Values)
      Out.push_back(json(V));
    return Out;
  }

  Detail D;
  Json Out = Json::object();
};

//===----------------------------------------------------------------------===//
// Reading
//===----------------------------------------------------------------------===//

/// Whatever a file may contain besides what Writer writes is refused, never trusted.
class Reader {
public:
  static constexpr bool Writes = false;

  template <class T> static std::optional<T> read(llvm::StringRef Text) {
    // Without exceptions, and without comments.
    const Json J = Json::parse(Text.begin(), Text.end(), nullptr, false);
    Untrusted U;
    T Out;
    read(U, J, Out);
    return U.ok ? std::optional(std::move(Out)) : std::nullopt;
  }

  template <class T> void operator()(const char *Key, T &Out, T Default = {}) {
    if (const Json *V = U.find(J, Key))
      read(U, *V, Out);
    else
      Out = std::move(Default);
  }
  template <class E> void choice(const char *Key, E &Out, E Last) {
    const Json *V = U.find(J, Key);
    Out = static_cast<E>(V ? U.number(*V, static_cast<unsigned>(Last) + uint64_t{1}) : 0);
  }
  template <class T> void witness(const char *Key, T &Out) { (*this)(Key, Out); }

private:
  Reader(Untrusted &U, const Json &J) : U(U), J(J) {}

  template <class T> static void read(Untrusted &U, const Json &J, T &Out) {
    if constexpr (std::is_same_v<T, bool>) {
      Out = U.truth(J);
    } else if constexpr (std::is_arithmetic_v<T>) {
      Out = U.number<T>(J);
    } else {
      Reader R(U, J);
      fields(R, Out);
    }
  }
  static void read(Untrusted &U, const Json &J, std::string &Out) { Out = U.text(J); }
  static void read(Untrusted &U, const Json &J, Slot &Out) {
    const bool WithPath = J.is_array() && !J.empty();
    const Json &Root = WithPath ? J.front() : J;
    Out = {};
    if (Root.is_string()) {
      const std::string Name = U.text(Root);
      Out.kind = Name == This ? Slot::This : Slot::Return;
      U.ok = U.ok && (Name == This || Name == Return);
    } else {
      Out.index = U.number<unsigned>(Root);
    }
    if (WithPath)
      for (size_t I = 1; I < J.size(); ++I)
        Out.path.push_back(U.text(J[I]));
  }
  static void read(Untrusted &U, const Json &J, Step &Out) {
    auto &[Raw, File, Line, Column, Text] = Out;
    File = U.text(U.item(J, 0));
    Line = U.number<unsigned>(U.item(J, 1));
    Column = U.number<unsigned>(U.item(J, 2));
    Text = U.text(U.item(J, 3));
  }
  template <class A, class B> static void read(Untrusted &U, const Json &J, std::pair<A, B> &Out) {
    read(U, U.item(J, 0), Out.first);
    read(U, U.item(J, 1), Out.second);
  }
  template <class T> static void read(Untrusted &U, const Json &J, std::optional<T> &Out) {
    read(U, J, Out.emplace());
  }
  template <class T> static void read(Untrusted &U, const Json &J, std::vector<T> &Out) {
    for (const Json &Each : U.array(J))
      read(U, Each, Out.emplace_back());
  }

  Untrusted &U;
  const Json &J;
};

/// Names come from source files in any encoding.
std::string text(const Json &J) { return J.dump(-1, ' ', false, Json::error_handler_t::replace); }

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
    bool operator()(const TellsAlive &T) const { return (*this)(T.of); }
    bool operator()(const ReturnsSame &R) const { return (*this)(R.as); }
  } Local;
  auto Each = [&](auto &...Lists) { (llvm::erase_if(Lists, Local), ...); };
  Each(E.acquires, E.spent, E.releases, E.mayRelease, E.replaces, E.empties, E.keeps, E.assigns,
       E.derives, E.frees, E.freesAll, E.txn, E.background, E.joins, E.detaches, E.handlers,
       E.invokes, E.usesMember, E.takes);
  for (Acquire &A : E.acquires)
    if (Local(A.pool.from))
      A.pool = {};
  auto One = [&](auto &...Values) { ((Values && Local(*Values) ? Values.reset() : void()), ...); };
  One(E.same, E.sql, E.autocommit, E.alive, E.handle, E.handlersOf);
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

std::string encode(const Effects &E, Detail D) { return text(Writer::write(E, D)); }
std::string encode(const Passed &P) { return text(Writer::write(P, Detail::Full)); }
std::optional<Effects> decode(llvm::StringRef Text) { return Reader::read<Effects>(Text); }
std::optional<Passed> decodePassed(llvm::StringRef Text) { return Reader::read<Passed>(Text); }

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
