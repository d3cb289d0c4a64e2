//===- Print.cpp - functions over a toy pool, as C++ ----------------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Program.h"

namespace leasehold::oracle {

const char *prelude() {
  return R"cpp(namespace std {
template <class T> void swap(T &a, T &b) {
  T c = a;
  a = b;
  b = c;
}
template <class T> struct remove_reference {
  using type = T;
};
template <class T> struct remove_reference<T &> {
  using type = T;
};
template <class T> typename remove_reference<T>::type &&move(T &&value) {
  return static_cast<typename remove_reference<T>::type &&>(value);
}
template <class T, class D> class unique_ptr {
public:
  unique_ptr() = default;
  unique_ptr(const unique_ptr &) = delete;
  ~unique_ptr() {
    if (held_)
      D()(held_);
  }
  unique_ptr &operator=(unique_ptr &&other) {
    reset(other.release());
    return *this;
  }
  void reset(T *next = nullptr) {
    T *old = held_;
    held_ = next;
    if (old)
      D()(old);
  }
  T *release() {
    T *old = held_;
    held_ = nullptr;
    return old;
  }
  T *get() const { return held_; }
  explicit operator bool() const { return held_ != nullptr; }

private:
  T *held_ = nullptr;
};
}
struct Session;
struct Error {};
struct Other {};
Session *take();
void put(Session *session);
void query(Session *session);
void begin(Session *session);
void commit(Session *session);
void rollback(Session *session);
void slow();
bool coin();
inline Session *fetch() { return take(); }
inline void give(Session *session) { put(session); }
inline void touch(Session *session) { query(session); }
inline void nap() { slow(); }
inline void doze() { nap(); }
inline void risky() {
  if (coin())
    throw Error();
}
inline void open(Session *&session) { session = take(); }
inline void openAt(Session **session) { *session = take(); }
inline void drop(Session *&session) {
  put(session);
  session = nullptr;
}
struct Put {
  void operator()(Session *session) const { put(session); }
};
using Owner = std::unique_ptr<Session, Put>;
class Guard {
public:
  Guard() : session_(take()) {}
  ~Guard() {
    if (session_)
      put(session_);
  }
  Guard(const Guard &) = delete;
  Guard &operator=(const Guard &) = delete;
  Session *get() const { return session_; }
  void close() {
    put(session_);
    session_ = nullptr;
  }

private:
  Session *session_;
};
)cpp";
}

const char *model() {
  return R"json({
  "library": "toy",
  "types": [ { "name": "Session", "role": "session" } ],
  "functions": [
    { "name": "take", "acquires": { "to": "return", "on_failure": "null" } },
    { "name": "put", "releases": 0 },
    { "name": "query", "no_effect": true },
    { "name": "begin", "begins": 0 },
    { "name": "commit", "commits": 0 },
    { "name": "rollback", "rolls_back": 0 },
    { "name": "slow", "blocks": { "kind": "network", "what": "waits for a peer" } },
    { "name": "coin", "no_effect": true }
  ]
})json";
}

namespace {

struct Numbering {
  Function &F;
  unsigned Line = 1; ///< the signature is 0

  void list(std::vector<Stmt> &Body) {
    for (Stmt &S : Body)
      one(S);
  }
  void one(Stmt &S) {
    S.line = Line++;
    if (S.kind == Stmt::Acquire || S.kind == Stmt::Guard || S.kind == Stmt::Reset)
      S.site = F.sites++;
    if (S.kind == Stmt::Begin)
      S.site = F.begins++;
    switch (S.kind) {
    case Stmt::If:
      list(S.body);
      if (!S.rest.empty()) {
        ++Line; // } else {
        list(S.rest);
      }
      ++Line; // }
      break;
    case Stmt::While:
      list(S.body);
      ++Line;
      break;
    case Stmt::DoWhile:
      list(S.body);
      ++Line; // } while (...);
      break;
    case Stmt::Try:
      list(S.body);
      ++Line; // } catch (...) {
      list(S.rest);
      ++Line;
      break;
    case Stmt::Guard:
      ++Line; // {, then the guard
      S.line = Line - 1;
      list(S.body);
      ++Line;
      break;
    default:
      break;
    }
  }
};

struct Printing {
  const Function &F;
  std::string Out;

  static std::string handle(unsigned I) { return std::string(1, static_cast<char>('a' + I)); }
  [[nodiscard]] std::string flag(unsigned I) const {
    return I < F.parameters ? "p" + std::to_string(I) : "f" + std::to_string(I - F.parameters);
  }
  static std::string owner(unsigned I) { return "u" + std::to_string(I); }
  static std::string guard(unsigned I) { return "g" + std::to_string(I); }

  [[nodiscard]] std::string cond(const Cond &C, bool Outer = true) const {
    std::string Not = C.negated ? "!" : "";
    switch (C.kind) {
    case Cond::Coin:
      return Not + "coin()";
    case Cond::Flag:
      return Not + flag(C.var);
    case Cond::Handle:
      return Not + handle(C.var);
    case Cond::Owner:
      return Not + owner(C.var);
    case Cond::And:
    case Cond::Or: {
      std::string Text = cond(C.parts[0], false) + (C.kind == Cond::And ? " && " : " || ") +
                         cond(C.parts[1], false);
      return C.negated ? "!(" + Text + ")" : Outer ? Text : "(" + Text + ")";
    }
    }
    return "";
  }
  /// As the value of a bool.
  [[nodiscard]] std::string truth(const Cond &C) const {
    return C.kind == Cond::Owner    ? (C.negated ? "!" : "") + owner(C.var) + ".get()"
           : C.kind == Cond::Handle ? handle(C.var) + (C.negated ? " == nullptr" : " != nullptr")
                                    : cond(C);
  }

  void line(unsigned Depth, const std::string &Text) {
    Out += std::string(2UL * Depth, ' ') + Text + "\n";
  }
  void list(const std::vector<Stmt> &Body, unsigned Depth) {
    for (const Stmt &S : Body)
      one(S, Depth);
  }
  void one(const Stmt &S, unsigned Depth) {
    std::string X = handle(S.var), Y = handle(S.other);
    switch (S.kind) {
    case Stmt::Acquire:
      return line(Depth, S.variant == 0   ? X + " = take();"
                         : S.variant == 1 ? X + " = fetch();"
                         : S.variant == 2 ? "open(" + X + ");"
                                          : "openAt(&" + X + ");");
    case Stmt::Release:
      return line(Depth, (S.variant == 0 ? "put(" : S.variant == 1 ? "give(" : "drop(") + X + ");");
    case Stmt::Use:
      return line(Depth, (S.variant ? "touch(" : "query(") + X + ");");
    case Stmt::Slow:
      return line(Depth, S.variant == 0 ? "slow();" : S.variant == 1 ? "nap();" : "doze();");
    case Stmt::Clear:
      return line(Depth, X + " = nullptr;");
    case Stmt::Copy:
      return line(Depth, X + " = " + Y + ";");
    case Stmt::Swap:
      return line(Depth, "std::swap(" + X + ", " + Y + ");");
    case Stmt::SetFlag:
      return line(Depth, flag(S.var) + " = " +
                             (S.variant == 0   ? "false"
                              : S.variant == 1 ? "true"
                                               : truth(S.cond)) +
                             ";");
    case Stmt::Begin:
      return line(Depth, "begin(" + X + ");");
    case Stmt::Commit:
      return line(Depth, "commit(" + X + ");");
    case Stmt::Rollback:
      return line(Depth, "rollback(" + X + ");");
    case Stmt::If:
      line(Depth, "if (" + cond(S.cond) + ") {");
      list(S.body, Depth + 1);
      if (!S.rest.empty()) {
        line(Depth, "} else {");
        list(S.rest, Depth + 1);
      }
      return line(Depth, "}");
    case Stmt::While:
      line(Depth, "while (" + cond(S.cond) + ") {");
      list(S.body, Depth + 1);
      return line(Depth, "}");
    case Stmt::DoWhile:
      line(Depth, "do {");
      list(S.body, Depth + 1);
      return line(Depth, "} while (" + cond(S.cond) + ");");
    case Stmt::Break:
      return line(Depth, "break;");
    case Stmt::Continue:
      return line(Depth, "continue;");
    case Stmt::Return:
      return line(Depth, "return;");
    case Stmt::Throw:
      return line(Depth, S.variant ? "throw Other();" : "throw Error();");
    case Stmt::Risky:
      return line(Depth, "risky();");
    case Stmt::Try:
      line(Depth, "try {");
      list(S.body, Depth + 1);
      line(Depth, S.variant ? "} catch (...) {" : "} catch (const Error &) {");
      list(S.rest, Depth + 1);
      return line(Depth, "}");
    case Stmt::Rethrow:
      return line(Depth, "throw;");
    case Stmt::Guard:
      line(Depth, "{");
      line(Depth + 1, "Guard " + guard(S.var) + ";");
      list(S.body, Depth + 1);
      return line(Depth, "}");
    case Stmt::CloseGuard:
      return line(Depth, guard(S.var) + ".close();");
    case Stmt::UseGuard:
      return line(Depth, "query(" + guard(S.var) + ".get());");
    case Stmt::Borrow:
      return line(Depth, X + " = " + guard(S.other) + ".get();");
    case Stmt::Reset:
      return line(Depth, owner(S.var) + ".reset(take());");
    case Stmt::ResetNull:
      return line(Depth, owner(S.var) + ".reset();");
    case Stmt::Move:
      return line(Depth, owner(S.var) + " = std::move(" + owner(S.other) + ");");
    case Stmt::Detach:
      return line(Depth, X + " = " + owner(S.other) + ".release();");
    case Stmt::Adopt:
      return line(Depth, owner(S.var) + ".reset(" + Y + ");");
    case Stmt::UseOwner:
      return line(Depth, "query(" + owner(S.var) + ".get());");
    }
  }
};

} // namespace

void number(Function &F) {
  F.sites = F.begins = 0;
  Numbering N{F};
  N.Line = 1 + F.handles + F.owners + (F.flags - F.parameters);
  N.list(F.body);
  F.lines = N.Line + 1;
}

std::string print(const Function &F, const std::string &Name) {
  Printing P{F, ""};
  std::string Head = "void " + Name + "(";
  for (unsigned I = 0; I < F.parameters; ++I)
    Head += (I ? ", bool " : "bool ") + P.flag(I);
  P.line(0, Head + ") {");
  for (unsigned I = 0; I < F.handles; ++I)
    P.line(1, "Session *" + Printing::handle(I) + " = nullptr;");
  for (unsigned I = 0; I < F.owners; ++I)
    P.line(1, "Owner " + Printing::owner(I) + ";");
  for (unsigned I = F.parameters; I < F.flags; ++I)
    P.line(1, "bool " + P.flag(I) + " = false;");
  P.list(F.body, 1);
  P.line(0, "}");
  return P.Out;
}

} // namespace leasehold::oracle
