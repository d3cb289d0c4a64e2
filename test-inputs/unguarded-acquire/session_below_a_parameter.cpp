// what: a session travels to a visible function in a field, by pointer to pointer, as void *, in an array, in a union, in a copied struct; some of them close it, one of each does not.
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <libpq-fe.h>

struct Context {
  int requests;
  PGconn *conn;
};
union Either {
  PGconn *as_conn;
  PGconn *as_handle;
};

static void closeField(Context *context) {
  if (context->conn)
    PQfinish(context->conn);
}
static void countField(Context *context) { ++context->requests; }
static void closeCopy(Context context) { PQfinish(context.conn); }
static void countCopy(Context context) { PQreset(context.conn); }
static void closeIndirect(PGconn **where) {
  PGconn *conn = *where;
  PQfinish(conn);
}
static void resetIndirect(PGconn **where) { PQreset(*where); }
static void closeOpaque(void *where) {
  auto **conn = static_cast<PGconn **>(where);
  PQfinish(*conn);
}
static void resetOpaque(void *where) { PQreset(*static_cast<PGconn **>(where)); }
static void closeSecond(PGconn *conns[]) { PQfinish(conns[1]); }
static void resetSecond(PGconn *conns[]) { PQreset(conns[1]); }

void closed(const char *info) {
  Context field{0, nullptr};
  field.conn = PQconnectdb(info);
  closeField(&field);

  Context copied{0, nullptr};
  copied.conn = PQconnectdb(info);
  closeCopy(copied);

  PGconn *indirect = PQconnectdb(info);
  closeIndirect(&indirect);

  PGconn *opaque = PQconnectdb(info);
  closeOpaque(&opaque);

  PGconn *conns[2] = {nullptr, nullptr};
  conns[1] = PQconnectdb(info);
  closeSecond(conns);

  Either either;
  either.as_conn = PQconnectdb(info);
  PQfinish(either.as_handle);
}

void leftInField(const char *info) {
  Context field{0, nullptr};
  field.conn = PQconnectdb(info); // EXPECT: unguarded-acquire
  countField(&field);
}

void leftInCopy(const char *info) {
  Context copied{0, nullptr};
  copied.conn = PQconnectdb(info); // EXPECT: unguarded-acquire
  countCopy(copied);
}

void leftIndirect(const char *info) {
  PGconn *conn = PQconnectdb(info); // EXPECT: unguarded-acquire
  resetIndirect(&conn);
}

void leftOpaque(const char *info) {
  PGconn *conn = PQconnectdb(info); // EXPECT: unguarded-acquire
  resetOpaque(&conn);
}

void leftInArray(const char *info) {
  PGconn *conns[2] = {nullptr, nullptr};
  conns[1] = PQconnectdb(info); // EXPECT: unguarded-acquire
  resetSecond(conns);
}
