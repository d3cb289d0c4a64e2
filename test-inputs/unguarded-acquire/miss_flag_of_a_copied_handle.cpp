// what: the handle is copied out of the field, so that others may close it: the flag beside the field says nothing for certain.
#include <postgresql/libpq-fe.h>

struct Entry {
  PGconn *link;
  unsigned count;
};

bool openEntry(Entry *entry) {
  if (entry->count > 0)
    return true;
  entry->link = PQconnectdb(""); // MISS: unguarded-acquire
  if (PQsetClientEncoding(entry->link, "UTF8") < 0)
    return false;
  ++entry->count;
  return true;
}
PGconn *linkOf(Entry *entry) { return entry->link; }
void closeEntry(Entry *entry) {
  if (entry->count > 0) {
    PQfinish(entry->link);
    entry->count = 0;
  }
}
