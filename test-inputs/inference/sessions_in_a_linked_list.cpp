// what: a pool links its objects into a list through the objects themselves, around a handle that no type tells; who unlinks the first or opens a new one takes, by whatever name, and who puts what he is given first gives back.
// flags: -std=c++20
#include <cstdio>
#include <cstdlib>

typedef void *SQLHANDLE;
typedef short SQLSMALLINT, SQLRETURN;
extern "C" {
SQLRETURN SQLAllocHandle(SQLSMALLINT, SQLHANDLE, SQLHANDLE *);
SQLRETURN SQLFreeHandle(SQLSMALLINT, SQLHANDLE);
SQLRETURN SQLSetConnectAttr(SQLHANDLE, int, void *, int);
SQLRETURN SQLConnect(SQLHANDLE, unsigned char *, short, unsigned char *, short, unsigned char *,
                     short);
}
constexpr SQLSMALLINT connections = 2;
constexpr int autocommit = 102, isolation = 108;

struct Line {
  struct {
    Line *next;
  } among;
  SQLHANDLE handle;
};
struct Lines {
  SQLHANDLE env;
  struct {
    Line *first, *last;
  } idle;
  unsigned out, most;
};
void sleepOn(Lines *);
void wake(Lines *);

Line *lineOf(Lines *of) {
  Line *line = nullptr;
  while (!line) {
    line = ({
      Line *head = of->idle.first;
      if (head)
        of->idle.first = head->among.next;
      head;
    });
    if (line || of->out >= of->most) {
      if (!line)
        sleepOn(of);
      continue;
    }
    line = static_cast<Line *>(malloc(sizeof(Line)));
    if (SQLAllocHandle(connections, of->env, &line->handle) != 0) {
      free(line);
      return nullptr;
    }
    if (SQLConnect(line->handle, nullptr, 0, nullptr, 0, nullptr, 0) != 0) {
      SQLFreeHandle(connections, line->handle);
      free(line);
      return nullptr;
    }
    of->out++;
  }
  return line;
}

void hangUp(Lines *of, Line *line) {
  if (of->idle.last == nullptr) {
    of->idle.first = line;
    of->idle.last = line;
  } else {
    of->idle.last->among.next = line;
    of->idle.last = line;
  }
  wake(of);
}

bool stored(Lines *of, const char *what) {
  Line *line = lineOf(of); // EXPECT: unguarded-acquire
  if (!line)
    return false;
  if (!*what)
    return false;
  hangUp(of, line);
  return true;
}

bool slow(Lines *of) {
  Line *line = lineOf(of);
  if (!line)
    return false;
  FILE *script = popen("work", "r"); // EXPECT: slow-call
  hangUp(of, line);
  return script != nullptr && pclose(script) == 0;
}

bool begun(Lines *of) {
  Line *line = lineOf(of);
  if (!line)
    return false;
  if (SQLSetConnectAttr(line->handle, autocommit, nullptr, 0) == -1) { // EXPECT: unfinished-transaction
    hangUp(of, line);
    return false;
  }
  if (SQLSetConnectAttr(line->handle, isolation, nullptr, 0) == -1) {
    hangUp(of, line);
    return false;
  }
  SQLSetConnectAttr(line->handle, autocommit, reinterpret_cast<void *>(1), 0);
  hangUp(of, line);
  return true;
}

void twice(Lines *of, bool early) {
  Line *line = lineOf(of);
  if (!line)
    return;
  if (early)
    hangUp(of, line);
  hangUp(of, line); // EXPECT: use-after-release
}
