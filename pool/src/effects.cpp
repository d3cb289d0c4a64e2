// What a statement's text says about what it leaves behind in the session.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "effects.h"
#include <algorithm>
#include <array>
#include <string>

namespace leasehold::detail {
namespace {

bool word_character(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         (c & 0x80) != 0;
}

/// Splits into words (lower case), and `;`, `:=`, `@` and `@@`; the rest is skipped.
class Words {
public:
  Words(std::string_view sql, Dialect dialect)
      : rest_(sql), mariadb_(dialect == Dialect::mariadb) {}

  /// False at the end.
  bool next(std::string &word) {
    while (!rest_.empty()) {
      if (skip_comment() || skip_quoted())
        continue;
      const char c = rest_.front();
      if (word_character(c)) {
        const auto end = std::ranges::find_if_not(rest_, word_character);
        word.assign(rest_.begin(), end);
        for (char &w : word)
          if (w >= 'A' && w <= 'Z')
            w = static_cast<char>(w - 'A' + 'a');
        rest_.remove_prefix(word.size());
        // E'...' has backslashes; other letters before a quote change nothing that matters here.
        if (word == "e" && !rest_.empty() && rest_.front() == '\'')
          skip_to('\'', true);
        return true;
      }
      for (const std::string_view symbol : {";", ":=", "@@", "@"})
        if (rest_.starts_with(symbol)) {
          word = symbol;
          rest_.remove_prefix(symbol.size());
          return true;
        }
      rest_.remove_prefix(1);
    }
    return false;
  }

private:
  void drop(std::size_t n) { rest_.remove_prefix(std::min(n, rest_.size())); }

  bool skip_comment() {
    // 5--1 is a difference in MariaDB.
    const bool dashes = rest_.starts_with("--") && (!mariadb_ || rest_.size() == 2 ||
                                                    static_cast<unsigned char>(rest_[2]) <= ' ');
    if (dashes || (mariadb_ && rest_.starts_with('#'))) {
      drop(rest_.find('\n'));
      return true;
    }
    if (!rest_.starts_with("/*"))
      return false;
    drop(2);
    // MariaDB runs what stands in /*! ... */ and /*M! ... */.
    if (mariadb_ && (rest_.starts_with('!') || rest_.starts_with("M!"))) {
      drop(rest_.find('!') + 1);
      while (!rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9')
        drop(1);
      return true;
    }
    for (int depth = 1; depth > 0 && !rest_.empty();) {
      if (rest_.starts_with("*/")) {
        --depth;
        drop(2);
      } else if (!mariadb_ && rest_.starts_with("/*")) {
        ++depth; // PostgreSQL's comments nest
        drop(2);
      } else {
        drop(1);
      }
    }
    return true;
  }

  bool skip_quoted() {
    const char c = rest_.front();
    if (c == '\'' || c == '"')
      skip_to(c, mariadb_);
    else if (mariadb_ && c == '`')
      skip_to(c, false);
    else if (!mariadb_ && c == '$')
      return skip_dollars();
    else
      return false;
    return true;
  }

  /// A doubled quote ends one string and begins the next: nothing is lost by that.
  void skip_to(char quote, bool backslashes) {
    drop(1);
    while (!rest_.empty() && rest_.front() != quote)
      drop(backslashes && rest_.front() == '\\' ? 2 : 1);
    drop(1);
  }

  /// $tag$ ... $tag$; $1 is a parameter.
  bool skip_dollars() {
    const auto end = std::find_if_not(rest_.begin() + 1, rest_.end(), word_character);
    if (end == rest_.end() || *end != '$' || (rest_[1] >= '0' && rest_[1] <= '9'))
      return false;
    const std::string_view tag(rest_.begin(), end + 1);
    drop(tag.size());
    const std::size_t close = rest_.find(tag);
    drop(close == std::string_view::npos ? close : close + tag.size());
    return true;
  }

  std::string_view rest_;
  bool mariadb_;
};

template <std::size_t N>
bool among(std::string_view word, const std::array<std::string_view, N> &words) {
  return std::ranges::find(words, word) != words.end();
}

// Everything else counts as changing the session: SET, LISTEN, PREPARE, DO, CALL, what is new.
constexpr auto harmless_everywhere = std::to_array<std::string_view>(
    {"select",  "insert",  "update",   "delete",   "with",   "values", "table",
     "begin",   "start",   "commit",   "rollback", "end",    "abort",  "savepoint",
     "release", "explain", "show",     "analyze",  "create", "alter",  "drop",
     "grant",   "revoke",  "truncate", "merge"});
constexpr auto harmless_in_postgres = std::to_array<std::string_view>(
    {"copy", "vacuum", "comment", "reindex", "cluster", "refresh", "lock", "fetch", "close", "move",
     "notify", "checkpoint", "declare", "reassign", "security", "import"});
constexpr auto harmless_in_mariadb = std::to_array<std::string_view>(
    {"replace", "describe", "desc", "optimize", "check", "rename", "kill"});

constexpr auto reading = std::to_array<std::string_view>(
    {"select", "values", "table", "show", "describe", "desc", "explain"});

// Wherever they stand.
constexpr auto lasting_in_postgres = std::to_array<std::string_view>(
    {"set_config", "setseed", "pg_advisory_lock", "pg_advisory_lock_shared", "pg_try_advisory_lock",
     "pg_try_advisory_lock_shared", "pg_temp", "dblink_connect", "hold"});
constexpr auto lasting_in_mariadb = std::to_array<std::string_view>({"get_lock", ":="});

} // namespace

Effects effects_of(std::string_view sql, Dialect dialect) {
  const bool postgres = dialect == Dialect::postgres;
  Effects e;
  Words words(sql, dialect);
  std::string word, before, first;
  bool into = false, before_any = true;
  while (words.next(word)) {
    if (word == ";") {
      first.clear();
      before.clear();
      into = false;
      continue;
    }
    if (first.empty()) {
      first = word;
      e.reads |= before_any && among(word, reading);
      before_any = false;
      e.commits |= word == "commit" || (postgres && word == "end");
      e.schema |= !postgres && word == "use";
      e.forgets |= postgres && (word == "deallocate" || word == "discard");
      // What SET is about is the second word's to say.
      if (!(postgres && word == "set") && !among(word, harmless_everywhere) &&
          !(postgres ? among(word, harmless_in_postgres) : among(word, harmless_in_mariadb)))
        e.session = true;
    } else if (postgres && first == "set" && before == "set") {
      // For the transaction's time only.
      if (word != "local" && word != "transaction" && word != "constraints")
        e.session = true;
    }
    if ((word == "temp" || word == "temporary") &&
        (before == "create" || before == "replace" || before == "into" || before == "local" ||
         before == "global"))
      e.session = true;
    if (postgres ? among(word, lasting_in_postgres) : among(word, lasting_in_mariadb))
      e.session = true;
    e.copies |= first == "copy" && (word == "stdin" || word == "stdout");
    into |= word == "into";
    // SELECT ... INTO @x
    if (!postgres && word == "@" && into)
      e.session = true;
    before = word;
  }
  return e;
}

} // namespace leasehold::detail
