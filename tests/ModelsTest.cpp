//===- ModelsTest.cpp - leasehold models validate, explain, suggest----------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Cli.h"

#ifdef LEASEHOLD_PROGRAM
namespace leasehold::test {
namespace {

class Models : public Cli {
protected:
  [[nodiscard]] Outcome models(Strings Arguments) const {
    Arguments.insert(Arguments.begin(), "models");
    return leasehold(std::move(Arguments));
  }
  [[nodiscard]] Outcome validate(const std::string &Text) const {
    (void)D.write("acme.json", Text);
    return models({"validate", "acme.json"});
  }
  /// A model of one function with these members.
  static std::string function(const std::string &Members) {
    return R"({"library": "acme", "functions": [{"name": "acme::f")" + Members + "}]}";
  }
};

void expectPrints(const Outcome &O, const std::string &Text) {
  EXPECT_NE(O.out.find(Text), std::string::npos) << "expected: " << Text << "\n" << O.str();
}

//===----------------------------------------------------------------------===//
// validate
//===----------------------------------------------------------------------===//

TEST_F(Models, AGoodFileIsValid) {
  Outcome O = validate(R"({"library": "acme", "types": [{"name": "acme::Pool", "role": "pool"}],
                           "functions": [{"name": "acme::put", "releases": 0}]})");
  EXPECT_EQ(O.status, 0) << O.str();
  EXPECT_EQ(O.out, "acme.json: 1 type and 1 function can be used; nothing is wrong\n") << O.str();
}

TEST_F(Models, EachProblemHasItsPlaceReasonAndRemedy) {
  Outcome O = validate(function(R"(, "relases": 0)"));
  EXPECT_EQ(O.status, 1) << O.str();
  expectPrints(O, "acme.json: at /functions/0/relases: unknown key\n"
                  "  remedy: is \"releases\" meant? Gives back or closes the session. Otherwise "
                  "see docs/models.md for the keys\n");
  expectPrints(O, "acme.json: 0 types and 0 functions can be used; 1 problem\n");
  O = validate(function(R"(, "releases": true)"));
  expectPrints(O, "at /functions/0/releases: expected a parameter's index, \"this\" or \"return\", "
                  "not true\n  remedy: Gives back or closes the session. See docs/models.md\n");
  O = validate(function(R"(, "blocks": {"kind": "naps"})"));
  expectPrints(O, "at /functions/0/blocks/kind: unknown kind of blocking\n"
                  "  remedy: write one of \"sleep\", \"wait\", ");
  O = validate(function(R"(, "blocks": {"kind": "wait", "whatever_it_is": 1})"));
  expectPrints(O, "at /functions/0/blocks/whatever_it_is: unknown key\n"
                  "  remedy: the keys here are duration, kind, loop, unless, what; see");
  EXPECT_EQ(validate("[]").status, 1) << "no object at all";
}

TEST_F(Models, WhatIsNestedTooDeepIsSaid) {
  constexpr size_t Deep = 200'000;
  (void)D.write("deep.json",
                R"({"functions": )" + std::string(Deep, '[') + std::string(Deep, ']') + "}");
  const Outcome O = leasehold({"models", "validate", "deep.json"});
  EXPECT_EQ(O.status, 1) << O.str();
  EXPECT_NE(O.out.find("deep.json: nested more than 100 levels deep"), std::string::npos)
      << O.str();
}

TEST_F(Models, AllProblemsAreSaid) {
  Outcome O = validate(R"({"functions": [{"name": "acme::f", "releases": 0, "keeps": 0},
                           {"name": "acme::g", "releases": 1, "releases": 0}, {"keeps": 0}],
                           "types": [{"name": "acme::T", "role": "king"}]})");
  EXPECT_EQ(O.status, 1) << O.str();
  expectPrints(O, "at /functions/0: contradiction: the same slot is released and kept");
  expectPrints(O, "at /functions/1/releases: contradiction: this key is here twice");
  expectPrints(O, "at /functions/2: a function needs a \"name\"");
  expectPrints(O, "at /types/0/role: expected one of \"session\"");
  expectPrints(O, "note: no \"library\"");
  expectPrints(O, "4 problems, 1 note\n");
}

TEST_F(Models, WhatIsNeverUsedIsAContradiction) {
  Outcome O = validate(R"({"library": "acme", "functions": [
      {"name": "acme::f", "params": 1, "releases": 0}, {"name": "acme::f", "keeps": 0},
      {"name": "acme::f", "params": 2, "releases": 1}]})");
  EXPECT_EQ(O.status, 1) << O.str();
  expectPrints(O, "at /functions/2: contradiction: never used, since /functions/1 speaks");
  EXPECT_EQ(O.out.find("at /functions/1: "), std::string::npos) << "of other overloads, too\n"
                                                                << O.str();
}

TEST_F(Models, WhatIsKnownAlreadyIsNoted) {
  Outcome O = validate(R"({"library": "ours", "types": [{"name": "pg_conn", "role": "session"}],
      "functions": [{"name": "PQfinish", "releases": 0}, {"name": "PQreset", "keeps": 0},
                    {"name": "sqlite3_open*", "no_effect": true}, {"name": "acme::f"}]})");
  EXPECT_EQ(O.status, 0) << O.str();
  expectPrints(O, "at /types/0: note: pg_conn is described in the shipped model libpq.json at "
                  "/types/0, too");
  expectPrints(O, "at /functions/0: note: PQfinish is described alike in the shipped model "
                  "libpq.json at /functions/");
  expectPrints(O, "remedy: take it out, it is known");
  expectPrints(O, "at /functions/1: note: PQreset is described otherwise in the shipped");
  expectPrints(O, "at /functions/2: note: this pattern also stands for sqlite3_open, which is in");
  expectPrints(O, "at /functions/3: note: acme::f is named, and nothing is said of it\n"
                  "  remedy: write \"no_effect\": true, if that is meant");
}

TEST_F(Models, SeveralFilesAreOneModel) {
  (void)D.write("a.json", R"({"library": "a", "functions": [{"name": "acme::f", "keeps": 0}]})");
  (void)D.write("b.json", R"({"library": "b", "functions": [{"name": "acme::f", "releases": 0}]})");
  Outcome O = models({"validate", "a.json", "b.json", "a.json"});
  EXPECT_EQ(O.status, 0) << O.str();
  expectPrints(O, "b.json: at /functions/0: note: acme::f is described otherwise in a.json at "
                  "/functions/0\n  remedy: keep one\n");
  EXPECT_EQ(models({"validate", "b.json", "--models", "a.json"}).out, O.out);
}

TEST_F(Models, WhatCannotBeReadIsTwoAndTheRestIsDone) {
  Outcome O = validate("{\n  \"library\": \"acme\",\n}\n");
  EXPECT_EQ(O.status, 1) << O.str();
  EXPECT_EQ(O.out, "acme.json: not valid JSON near line 3\n  remedy: look for a comma, quote or "
                   "bracket too many or too few, or for a comment\n");
  O = models({"validate", "none.json", "acme.json"});
  EXPECT_EQ(O.status, 2) << O.str();
  expectSays(O, "none.json: cannot be read: No such file");
  expectPrints(O, "acme.json: not valid JSON near line 3");
  O = models({"validate", "."});
  EXPECT_EQ(O.status, 2) << O.str();
  expectSays(O, ".: cannot be read");
  EXPECT_EQ(models({"validate"}).status, 2);
  EXPECT_EQ(models({"validate", "a.cpp"}).status, 2);
}

TEST_F(Models, NamesThatTheProgramDoesNotDeclareAreReported) {
  (void)D.write("acme.h", "namespace acme { struct Pool; void put(Pool *); }\n");
  (void)D.write("a.cpp", "#include \"acme.h\"\nvoid f(acme::Pool *p) { acme::put(p); }\n");
  (void)D.write("acme.json",
                R"({"library": "acme", "types": [{"name": "acme::Pol", "role": "pool"}],
      "functions": [{"name": "acme::put", "releases": 0}, {"name": "other::f", "keeps": 0}]})");
  database({"a.cpp"});
  for (const Strings &Program :
       {Strings{"-p", "build"}, Strings{"a.cpp", "-p", "build"}, Strings{"a.cpp", "--"}}) {
    Strings Arguments{"validate", "acme.json"};
    Arguments.insert(Arguments.end(), Program.begin(), Program.end());
    Outcome O = models(Arguments);
    EXPECT_EQ(O.status, 1) << O.str();
    expectPrints(O, "acme.json: at /types/0: the class 'acme::Pol' does not occur in the analysed "
                    "files\n  remedy: is acme::Pool meant?\n");
    expectPrints(O, "at /functions/1: the function 'other::f' does not occur in the analysed "
                    "files\n  remedy: check its spelling");
    EXPECT_EQ(O.out.find("acme::put"), std::string::npos) << O.str();
    expectPrints(O, "acme.json: 1 type and 2 functions can be used; 2 problems\n");
  }
  EXPECT_EQ(models({"validate", "acme.json"}).status, 0) << "without a program";
  EXPECT_EQ(models({"validate", "acme.json", "-p", "none"}).status, 2);
  (void)D.write("a.cpp", "#include \"gone.h\"\n");
  EXPECT_EQ(models({"validate", "acme.json", "-p", "build"}).status, 2);
}

//===----------------------------------------------------------------------===//
// explain
//===----------------------------------------------------------------------===//

TEST_F(Models, AModelledFunctionIsExplained) {
  Outcome O = models({"explain", "PQconnectdb"});
  EXPECT_EQ(O.status, 0) << O.str();
  EXPECT_EQ(O.out, "PQconnectdb: function\n"
                   "  opens a session and returns it; a call must give it back\n"
                   "  when it fails, the handle must be closed all the same\n"
                   "  neither keeps nor gives back what it is given\n"
                   "  known from the shipped model libpq.json at /functions/0\n");
  O = models({"explain", "pqxx::transaction_base::exec_params"});
  EXPECT_EQ(O.status, 0) << O.str();
  expectPrints(O, "executes the SQL text in the first argument on the object");
}

TEST_F(Models, AModelledClassIsExplained) {
  Outcome O = models({"explain", "pqxx::connection"});
  EXPECT_EQ(O.status, 0) << O.str();
  EXPECT_EQ(O.out.find("pqxx::connection: class\n"
                       "  a session or connection\n"
                       "  constructing one opens a session\n"
                       "  its destructor gives the session back or closes it\n"
                       "  known from the shipped model libpqxx.json at /types/"),
            0U)
      << O.str();
  expectPrints(O, "\n    close: gives back or closes the session in the object\n");
}

TEST_F(Models, TheUsersModelIsNamed) {
  (void)D.write("acme.json", function(R"(, "params": 2, "releases": [0, "this"])"));
  Outcome O = models({"explain", "acme::f", "--models", "acme.json"});
  EXPECT_EQ(O.status, 0) << O.str();
  EXPECT_EQ(O.out, "acme::f: function, with 2 parameters\n"
                   "  gives back or closes the session in the first argument and the object\n"
                   "  known from acme.json at /functions/0\n");
  O = models({"explain", "f", "--models", "acme.json"});
  EXPECT_EQ(O.status, 0) << "the end of a name is enough where one name ends so\n" << O.str();
}

TEST_F(Models, EveryEffectHasWords) {
  struct Case {
    const char *members, *words;
  };
  for (const Case &Each : std::initializer_list<Case>{
           {R"("acquires": {"to": 1, "from": "this", "owned": "guard", "on_failure": "throws"})",
            "takes a session from the object, into the second argument; its destructor gives it "
            "back\n  when it fails, it throws\n"},
           {R"("acquires": {"to": "return", "pooled": false, "on_failure": "negative"})",
            "opens a session and returns it; a call must give it back\n"
            "  when it fails, what it returns is below zero\n"},
           {R"("acquires": {"to": 0, "waits": false, "status": "nonzero_is_ok", "held": "never"})",
            "when it fails, there is no session; it returns true, or not 0, when it worked\n"
            "  it does not wait when there is none to give\n  it holds nothing scarce\n"},
           {R"("releases": 0, "release_status": "zero_is_ok")",
            "gives back or closes the session in the first argument\n"
            "  that is refused, which leaves it as it was, when it returns anything but zero"},
           {R"("releases": 1, "when": {"param": 0, "equals": 2})",
            "does so only when the first argument is 2:\n"
            "  gives back or closes the session in the second argument"},
           {R"("keeps": 9)", "keeps argument number 10 in something that lives longer"},
           {R"("returns_same": {"as": 0, "or_null": true})",
            "returns the first argument itself, or null when it fails"},
           {R"("derives": 0, "derives_to": 2)",
            "the third argument depends on the session in the first argument"},
           {R"("frees": 0, "tells_server": true)",
            "frees the statement or the rows in the first argument, and tells the server"},
           {R"("frees_all": 0)", "frees what was made from the session in the first argument"},
           {R"("releases": 0, "cuts_off": true)",
            "gives back or closes the session in the first argument\n"
            "  what was made from it may be freed afterwards"},
           {R"("begins": 0)", "begins a transaction on the first argument"},
           {R"("commits": "this")", "commits the transaction on the object"},
           {R"("rolls_back": 0)", "rolls back the transaction on the first argument"},
           {R"("writes": 0)", "writes through the first argument"},
           {R"("reads": 0)", "reads through the first argument"},
           {R"("autocommit": {"of": 0, "param": 1})",
            "sets the autocommit of the first argument to the second argument"},
           {R"("tells_alive": {"of": "this", "status": "zero_is_ok"})",
            "says whether the session in the object can be used: it returns 0 when it can"},
           {R"("tells_alive": {"of": 0, "status": "nonzero_is_ok"})",
            "says whether the session in the first argument can be used: it returns true, or not "
            "0, "
            "when it can"},
           {R"("blocks": {"kind": "network", "what": "calls home", "loop": true,
               "duration": {"param": 1, "unit": "ms"},
               "unless": [{"param": 2, "bits": 64}, {"param": 3, "equals": 0}]})",
            "blocks (network): calls home, for as long as the second argument says in "
            "milliseconds, unless the third argument has the bits 64, unless the fourth argument "
            "is 0, slow only inside a loop"},
           {R"("websocket_read": true)", "reads one message of a WebSocket"},
           {R"("background": 0, "background_rest": true, "handle": "return")",
            "runs on another thread, or later: the first argument and all further arguments\n"
            "  that task is joined through what it returns"},
           {R"("joins": "this")", "waits for the task of the object"},
           {R"("detaches": "this")", "lets go of the task of the object"},
           {R"("handler": 0, "handler_of": 1)",
            "registers a handler that lives as long as the socket: the first argument\n"
            "  ... if the second argument is a WebSocket"},
           {R"("invokes": 2)", "calls, before it returns, the third argument"},
           {R"("lends": "this")", "holds a session of the object while it calls the callable"},
           {R"("throws": ["acme::error", "std::exception"])",
            "may throw acme::error (a std::exception)"},
           {R"("settings": [{"option": "size", "param": 0},
                            {"option": "recycle", "param": 1, "key": "age", "unit": "s"}])",
            "the first argument says how many connections there are at most\n"
            "  the second argument says behind 'age' the age at which a connection is replaced in "
            "seconds"},
           {R"("no_effect": true)", "does nothing to sessions and does not block"}}) {
    (void)D.write("acme.json", function(", " + std::string(Each.members)));
    Outcome O = models({"explain", "acme::f", "--models", "acme.json"});
    EXPECT_EQ(O.status, 0) << O.str();
    expectPrints(O, Each.words);
  }
}

TEST_F(Models, AnUnknownNameIsTwoAndTheNearestAreNamed) {
  Outcome O = models({"explain", "PQconectdb"});
  EXPECT_EQ(O.status, 2) << O.str();
  expectSays(O, "no model knows 'PQconectdb'; the nearest names are PQconnectdb; with -p BUILD");
  EXPECT_EQ(O.out, "");
  O = models({"explain", "connection"});
  EXPECT_EQ(O.status, 2) << "several are called so\n" << O.str();
  expectSays(O, "::connection, ");
  std::string File = D.write("a.cpp", "namespace acme { struct Mailer { void send(); }; }\n");
  O = models({"explain", "acme::Mialer", File, "--"});
  EXPECT_EQ(O.status, 2) << O.str();
  expectSays(O, "neither a model nor the program knows 'acme::Mialer'; the nearest names are "
                "acme::Mailer\n");
  EXPECT_EQ(models({"explain"}).status, 2);
}

TEST_F(Models, AProgramsOwnNamesAreExplained) {
  (void)D.write("a.cpp", Pg + R"(typedef pg_conn Handle;
namespace acme {
void stash(pg_conn *c);
struct Mailer { [[clang::annotate("leasehold::blocks", "sends mail")]] void send(); };
void nap() { sleep(3); }
class [[clang::annotate("leasehold::session")]] Db { public: explicit Db(const char *); };
class Sub : public Db { using Db::Db; };
}
)");
  (void)D.write("b.cpp", "namespace acme { void nap(); void now() { nap(); } }\n");
  database({"b.cpp", "a.cpp"});
  auto Explain = [&](const std::string &Name) {
    Outcome O = models({"explain", Name, "-p", "build"});
    EXPECT_EQ(O.status, 0) << O.str();
    return O;
  };
  expectPrints(Explain("acme::Mailer::send"),
               "acme::Mailer::send(): function\n  blocks (wait): sends mail\n"
               "  neither keeps nor gives back what it is given\n  known from an annotation\n"
               "  declared at a.cpp:6\n");
  expectPrints(Explain("acme::Mailer"), "what is known of its functions:\n    send: blocks");
  expectPrints(Explain("nap"), "  known from its body\n  declared at a.cpp:7\n");
  expectPrints(Explain("acme::Sub"), "  known from its base acme::Db, an annotation\n");
  expectPrints(Explain("Handle"), "pg_conn: class\n  a session or connection\n");
  expectPrints(Explain("acme::stash"), "acme::stash(pg_conn *): function\n  nothing is known");
  expectPrints(Explain("PQconnectdb"), "PQconnectdb(const char *): function\n  opens a session");
  expectPrints(Explain("PQconnectdb"), "  known from the shipped model libpq.json at /functions/0");
  expectPrints(Explain("sqlite3_open"), "known from the shipped model sqlite.json");
  (void)D.write("b.cpp", "#include \"gone.h\"\n");
  EXPECT_EQ(models({"explain", "acme::nap", "-p", "build"}).status, 2) << "not all could be read";
}

TEST_F(Models, AShapeIsExplained) {
  Outcome O = models({"explain", "SqliteSlots", TestInputs + "/inference/slots_with_busy_flag.cpp",
                      "--", "-std=c++20", "-I" + TestInputs + "/include"});
  EXPECT_EQ(O.status, 0) << O.str();
  expectPrints(O, "SqliteSlots: class\n  a pool, which hands sessions out\n"
                  "  known from the shape of the pool SqliteSlots: keeps a container of Slot; ");
  expectPrints(O, "    acquire: takes a session from the object and returns it; a call must give");
}

//===----------------------------------------------------------------------===//
// suggest
//===----------------------------------------------------------------------===//

/// Nothing of it is shipped, and nothing in it has a body.
const char *const Wire = R"(#pragma once
#include <functional>
#include <memory>
#include <string>
struct pg_conn;
extern "C" {
typedef struct wire_db wire_db;
struct wire_pool;
struct wire_parser;
wire_db *wire_open(const char *address);
void wire_close(wire_db *db);
int wire_exec(wire_db *db, const char *sql);
int wire_begin(wire_db *db);
int wire_commit(wire_db *db);
int wire_is_closed(wire_db *db);
int wire_get_free(wire_db *db);
void wire_free_option(wire_db *db, const char *name);
struct wire_statement *wire_prepare(wire_db *db, const char *sql);
wire_pool *wire_pool_create(int size);
void wire_pool_destroy(wire_pool *pool);
int wire_pool_checkout(wire_pool *pool, wire_db **db);
void wire_pool_checkin(wire_pool *pool, wire_db *db);
int wire_publish(const char *topic, int timeout_ms);
void wire_submit(void (*job)(void *), void *argument);
wire_parser *wire_parser_create(void);
void wire_parser_free(wire_parser *parser);
int wire_version(void);
struct wire_session *wire_session_get(void);
}
namespace wire {
class Connection {
public:
  Connection();
  ~Connection();
  bool connect(const char *address);
  void disconnect();
  void execute(const std::string &sql);
};
class ConnectionPool {
public:
  std::shared_ptr<Connection> acquire();
  void release(std::shared_ptr<Connection> connection);
};
class File {
public:
  explicit File(const char *name);
  ~File();
  void open(const char *name);
  void close();
};
class Executor {
public:
  void post(std::function<void()> job);
};
}
)";

class Suggest : public Models {
protected:
  Suggest() {
    (void)D.write("lib/wire.h", Wire);
    (void)D.write("lib/stash.h",
                  "#pragma once\n#include \"wire.h\"\nvoid stash_add(pg_conn *c);\n");
  }
  [[nodiscard]] Outcome suggest(Strings Arguments = {}) const {
    Arguments.insert(Arguments.begin(), {"suggest", "a.cpp"});
    Arguments.insert(Arguments.end(), {"--", "-std=c++20", "-Ilib"});
    return models(std::move(Arguments));
  }
  /// The body of a function of the program.
  [[nodiscard]] Outcome of(const std::string &Body) const {
    (void)D.write("a.cpp", "#include \"libpq.h\"\n#include \"stash.h\"\nvoid f(pg_conn *pg) {\n" +
                               Body + "\n}\n");
    (void)D.write("lib/libpq.h", Pg);
    return suggest();
  }
};

TEST_F(Suggest, AHandleThatIsOpenedAndClosedIsASession) {
  Outcome O = of(R"(wire_db *db = wire_open("here"); wire_exec(db, "x"); wire_exec(db, "y");)");
  EXPECT_EQ(O.status, 0) << O.str();
  expectPrints(O, "These are guesses, from names and signatures alone");
  expectPrints(O,
               "1. wire_db looks like a session (lib/wire.h:7)\n"
               "   wire_open() hands one out and wire_close() takes it back; wire_exec() is given "
               "a text\n   called 3 times: wire_exec 2 times, wire_open once\n");
  expectPrints(O, R"({ "name": "wire_db", "role": "session" })");
  expectPrints(O, R"("acquires": { "to": "return", "pooled": false, "on_failure": "null" } })");
  expectPrints(O, R"({ "name": "wire_close", "releases": 0 })");
  expectPrints(O, R"({ "name": "wire_exec", "sql": { "on": 0, "text": 1 } })");
  expectPrints(O, R"({ "name": "wire_prepare", "derives": 0 })");
  for (const char *Other : {"wire_is_closed", "wire_get_free", "wire_free_option"})
    EXPECT_EQ(O.out.find(Other), std::string::npos) << Other << "\n" << O.str();
  expectPrints(O, R"({ "name": "wire_begin", "begins": 0 })");
  expectPrints(O, R"({ "name": "wire_commit", "commits": 0 })");
}

TEST_F(Suggest, PoolsOfBothKindsAreSeen) {
  Outcome O = of("wire_db *db; wire_pool *p = wire_pool_create(3);\n"
                 "if (wire_pool_checkout(p, &db) == 0) wire_pool_checkin(p, db);\n"
                 "wire::ConnectionPool pool; auto c = pool.acquire();");
  EXPECT_EQ(O.status, 0) << O.str();
  expectPrints(O, R"({ "name": "wire_pool", "role": "pool" })");
  expectPrints(O, R"({ "name": "wire_pool_checkout", "acquires": { "to": 1, "from": 0, )"
                  R"("on_failure": "absent", "status": "zero_is_ok" } })");
  expectPrints(O, R"({ "name": "wire_pool_checkin", "releases": 1 })");
  expectPrints(O, R"({ "name": "wire::ConnectionPool", "role": "pool" })");
  expectPrints(O, R"({ "name": "wire::Connection", "role": "session" })");
  expectPrints(O, R"({ "name": "wire::ConnectionPool::acquire", "acquires": { "to": "return", )"
                  R"("from": "this", "owned": "guard", "on_failure": "throws" } })");
  expectPrints(O, R"({ "name": "wire::ConnectionPool::release", "releases": 0 })");
}

TEST_F(Suggest, AClassThatConnectsIsASession) {
  Outcome O = of(R"(wire::Connection c; c.connect("here"); c.execute("x");)");
  EXPECT_EQ(O.status, 0) << O.str();
  expectPrints(O, "wire::Connection looks like a session");
  expectPrints(O, "connect() opens it and disconnect() closes it; execute() is given a text; the "
                  "name speaks of connections");
  expectPrints(O, R"({ "name": "wire::Connection::connect", "acquires": { "to": "this", )"
                  R"("pooled": false, "on_failure": "absent", "status": "nonzero_is_ok" } })");
}

TEST_F(Suggest, CallsThatBlockRunElsewhereOrKeepAreSeen) {
  Outcome O = of("wire_publish(\"x\", 5); wire_submit([](void *) {}, pg);\n"
                 "wire::Executor e; e.post([] {}); stash_add(pg);");
  EXPECT_EQ(O.status, 0) << O.str();
  expectPrints(O, R"({ "name": "wire_publish", "blocks": { "kind": "network", )"
                  R"("what": "talks to another machine", )"
                  R"("duration": { "param": 1, "unit": "ms" } } })");
  expectPrints(O, R"({ "name": "wire_submit", "background": [0, 1] })");
  expectPrints(O, R"({ "name": "wire::Executor::post", "background": 0 })");
  expectPrints(O, "stash_add looks like a function that keeps a session (lib/stash.h:3)\n"
                  "   it is given pg_conn, and its name says so\n   called once\n");
  expectPrints(O, R"({ "name": "stash_add", "keeps": 0 })");
}

TEST_F(Suggest, OrdinaryThingsAreLeftAlone) {
  Outcome O =
      of("wire_parser_free(wire_parser_create()); wire_version(); wire_session_get(); "
         "PQfinish(pg); sleep(3);\n"
         "wire::File file(\"x\"); file.open(\"y\"); std::string s(\"z\"); s.push_back('a');");
  EXPECT_EQ(O.status, 0) << O.str();
  EXPECT_EQ(O.out, "Nothing that is called and not known looks like a session, a pool or a call "
                   "that blocks.\n")
      << O.str();
}

TEST_F(Suggest, WhatIsUsedMostComesFirstAndOnlySoMuchIsShown) {
  Outcome O = of(R"(wire_publish("x", 1); wire_publish("y", 1); wire_open("x");)");
  EXPECT_LT(O.out.find("1. wire_publish"), O.out.find("2. wire_db")) << O.str();
  O = suggest({"--most", "1"});
  EXPECT_EQ(O.status, 0) << O.str();
  expectPrints(O, "1. wire_publish looks like");
  expectPrints(O, "... and 1 more (--most)\n");
  EXPECT_EQ(O.out.find("wire_db"), std::string::npos) << O.str();
}

TEST_F(Suggest, WhatIsDefinedInAnotherFileIsKnown) {
  (void)D.write("a.cpp", "void acme_publish(const char *); void f() { acme_publish(\"x\"); }\n");
  (void)D.write("b.cpp", "void acme_publish(const char *) {}\n");
  database({"a.cpp", "b.cpp"});
  Outcome O = models({"suggest", "-p", "build"});
  EXPECT_EQ(O.status, 0) << O.str();
  EXPECT_EQ(O.out.find("acme_publish"), std::string::npos) << O.str();
  O = models({"suggest", "-p", "build", "a.cpp"});
  expectPrints(O, "1. acme_publish looks like a call that blocks (a.cpp:1)");
}

TEST_F(Suggest, TheModelIsValidAndExplainsWhatWasGuessed) {
  (void)of(
      "wire_db *db = wire_open(\"x\"); wire_close(db); wire_publish(\"x\", 5); stash_add(pg);\n"
      "wire_submit([](void *) {}, db); wire::Connection c; c.connect(\"x\");\n"
      "wire::ConnectionPool pool; pool.acquire(); wire::Executor e; e.post([] {});");
  Outcome O = suggest({"-o", "guess.json"});
  EXPECT_EQ(O.status, 0) << O.str();
  EXPECT_EQ(O.out.find("\"library\""), std::string::npos) << "it is in the file\n" << O.str();
  O = models({"validate", "guess.json", "a.cpp", "--", "-std=c++20", "-Ilib"});
  EXPECT_EQ(O.status, 0) << O.str();
  EXPECT_NE(O.out.find("; nothing is wrong\n"), std::string::npos) << "and nothing to note\n"
                                                                   << O.str();
  O = run({"python3", SourceDirectory + "/tests/validate.py",
           SourceDirectory + "/docs/schema/model.schema.json", "guess.json"},
          D.path());
  EXPECT_EQ(O.status, 0) << O.str();
  O = suggest({"--models", "guess.json"});
  EXPECT_EQ(O.out.find("Nothing that is called and not known"), 0U) << O.str();
}

TEST_F(Suggest, BadInputIsTwo) {
  EXPECT_EQ(suggest().status, 2) << "there is no a.cpp";
  (void)D.write("a.cpp", "#include \"gone.h\"\n");
  Outcome O = suggest();
  EXPECT_EQ(O.status, 2) << O.str();
  expectSays(O, "gone.h");
  EXPECT_EQ(models({"suggest", "-p", "none"}).status, 2);
  EXPECT_EQ(suggest({"--most", "no"}).status, 2);
  (void)of("wire_publish(\"x\", 5);");
  O = suggest({"-o", "none/guess.json"});
  EXPECT_EQ(O.status, 2) << O.str();
  expectSays(O, "none/guess.json");
}

} // namespace
} // namespace leasehold::test
#endif // LEASEHOLD_PROGRAM
