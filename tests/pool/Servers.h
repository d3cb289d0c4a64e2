// Servers.h: database servers of our own, in a temporary directory, on a free port of the loopback.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef LEASEHOLD_SERVERS_H
#define LEASEHOLD_SERVERS_H

#include "leasehold/mariadb.h"
#include "leasehold/postgres.h"
#include <filesystem>
#include <string>
#include <sys/types.h>
#include <vector>

namespace leasehold::test {

/// The tests' user and database, with a password that must not turn up in any message.
constexpr const char *shop = "shop";
constexpr const char *secret = "s3cret/Pass@word";

/// A server process. It dies with the process that started it (and is told to at its exit).
class DatabaseServer {
public:
  virtual ~DatabaseServer(); ///< ends it, and removes what it wrote
  DatabaseServer(const DatabaseServer &) = delete;
  DatabaseServer &operator=(const DatabaseServer &) = delete;

  /// On the same port and data as before. Returns when it answers. From the main thread only: the
  /// server ends with the thread that started it.
  void start();
  void stop(); ///< politely, yet without waiting for clients
  void kill(); ///< SIGKILL
  [[nodiscard]] int port() const { return port_; }
  [[nodiscard]] std::string socket_directory() const { return directory_.string(); }
  /// What the server proves who it is with, when it speaks TLS: good for 127.0.0.1, signed by
  /// itself. And another one.
  [[nodiscard]] std::string certificate() const { return path("certificate"); }
  [[nodiscard]] std::string other_certificate() const { return path("other"); }

protected:
  DatabaseServer(const char *name, const char *account, int stop_signal);
  virtual std::vector<std::string> command() = 0;
  virtual void greet() = 0; ///< throws while it does not answer yet
  /// Runs a program to its end as the server's account; throws with its output when it fails.
  void run(const std::vector<std::string> &command);
  [[nodiscard]] std::string path(const std::string &name) const { return directory_ / name; }
  void write(const std::string &name, const std::string &text);
  void certify();

private:
  pid_t spawn(const std::vector<std::string> &command, int signal_at_our_end);
  [[nodiscard]] std::string log() const;
  void wait_for_end();
  static void end_all();

  std::string name_;
  std::filesystem::path directory_;
  int stop_signal_, port_;
  uid_t user_;
  gid_t group_;
  pid_t process_ = 0;
};

class PostgresServer final : public DatabaseServer {
public:
  PostgresServer();
  /// As the tests' user; `port` may be a proxy's.
  [[nodiscard]] postgres::Config config(int port = 0) const;
  /// As the superuser.
  [[nodiscard]] postgres::Connection admin() const;

private:
  std::vector<std::string> command() override;
  void greet() override { (void)admin(); }
  std::string programs_;
};

class MariadbServer final : public DatabaseServer {
public:
  MariadbServer();
  [[nodiscard]] mariadb::Config config(int port = 0) const;
  [[nodiscard]] mariadb::Connection admin() const;
  /// From the next start on.
  void speak_tls(bool tls) { tls_ = tls; }

private:
  bool tls_ = false;
  std::vector<std::string> command() override;
  void greet() override { (void)admin(); }
};

/// Started when first asked for. Null when LEASEHOLD_NO_SERVERS=1; throws when the programs are
/// missing, naming the package.
PostgresServer *postgres_server();
MariadbServer *mariadb_server();

} // namespace leasehold::test

#endif // LEASEHOLD_SERVERS_H
