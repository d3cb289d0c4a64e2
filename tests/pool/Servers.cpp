// Servers.cpp: database servers of our own.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Servers.h"
#include "FreePort.h"
#include <algorithm>
#include <arpa/inet.h>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <grp.h>
#include <pwd.h>
#include <sstream>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace leasehold::test {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

/// The newest of the places that a program is in; throws, naming the package that has it.
std::string find_program(const std::string &name, const char *package) {
  std::vector<fs::path> places;
  if (fs::exists("/usr/lib/postgresql"))
    for (const auto &entry : fs::directory_iterator("/usr/lib/postgresql"))
      places.push_back(entry.path() / "bin");
  std::ranges::sort(places, [](const fs::path &a, const fs::path &b) {
    // By number: 9.6 is older than 10.
    const auto version = [](const fs::path &p) {
      return std::strtod(p.parent_path().filename().c_str(), nullptr);
    };
    return version(a) > version(b);
  });
  std::istringstream path(std::getenv("PATH") ? std::getenv("PATH") : "");
  for (std::string part; std::getline(path, part, ':');)
    places.emplace_back(part);
  for (const char *more : {"/usr/sbin", "/usr/local/sbin", "/usr/libexec"})
    places.emplace_back(more);
  for (const fs::path &place : places)
    if (access((place / name).c_str(), X_OK) == 0)
      return place / name;
  throw std::runtime_error("no program '" + name + "' to test with: install the Debian package '" +
                           package + "', or set LEASEHOLD_NO_SERVERS=1 to go without");
}

std::vector<DatabaseServer *> &all_servers() {
  static std::vector<DatabaseServer *> all;
  return all;
}
pid_t our_process = 0;

} // namespace

DatabaseServer::DatabaseServer(const char *name, const char *account, int stop_signal)
    : name_(name), stop_signal_(stop_signal), port_(free_port()), user_(geteuid()),
      group_(getegid()) {
  std::string directory = (fs::temp_directory_path() / "leasehold-XXXXXX").string();
  if (!mkdtemp(directory.data()))
    throw std::runtime_error("cannot make a directory in " + fs::temp_directory_path().string());
  directory_ = directory;
  // The servers refuse to run as root, with reason.
  if (user_ == 0) {
    const passwd *p = getpwnam(account);
    if (!p)
      throw std::runtime_error(std::string("no account '") + account + "' to run a server as");
    user_ = p->pw_uid;
    group_ = p->pw_gid;
    if (chown(directory_.c_str(), user_, group_) != 0)
      throw std::runtime_error("cannot give " + directory + " to " + account);
  }
  if (all_servers().empty()) {
    our_process = getpid();
    std::atexit(end_all);
  }
  all_servers().push_back(this);
}

DatabaseServer::~DatabaseServer() {
  kill();
  std::error_code ignored;
  fs::remove_all(directory_, ignored);
  std::erase(all_servers(), this);
}

void DatabaseServer::end_all() {
  if (getpid() != our_process)
    return; // a forked child
  while (!all_servers().empty())
    delete all_servers().back();
}

void DatabaseServer::write(const std::string &name, const std::string &text) {
  std::ofstream(path(name)) << text;
  if (chown(path(name).c_str(), user_, group_) != 0)
    throw std::runtime_error("cannot give " + path(name) + " to the server's account");
}

pid_t DatabaseServer::spawn(const std::vector<std::string> &command, int signal_at_our_end) {
  std::vector<char *> arguments;
  arguments.reserve(command.size() + 1);
  for (const std::string &a : command)
    arguments.push_back(const_cast<char *>(a.c_str()));
  arguments.push_back(nullptr);
  const std::string output = path("log");
  const std::string home = directory_.string();
  const bool root = geteuid() == 0;
  const pid_t pid = fork();
  if (pid != 0)
    return pid;
  // Between fork and exec only what is safe there.
  const int log = open(output.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
  const int nothing = open("/dev/null", O_RDONLY);
  dup2(nothing, 0);
  dup2(log, 1);
  dup2(log, 2);
  close_range(3, ~0U, 0); // clients' sockets, above all
  setpgid(0, 0);
  if (chdir(home.c_str()) != 0 ||
      (root && (setgroups(0, nullptr) != 0 || setgid(group_) != 0 || setuid(user_) != 0)))
    _exit(126);
  prctl(PR_SET_PDEATHSIG, signal_at_our_end); // after setuid, which clears it
  execv(arguments[0], arguments.data());
  _exit(127);
}

std::string DatabaseServer::log() const {
  std::ostringstream text;
  text << std::ifstream(path("log")).rdbuf();
  const std::string all = text.str();
  return all.substr(all.size() - std::min<std::size_t>(all.size(), 3000));
}

void DatabaseServer::run(const std::vector<std::string> &command) {
  int status = 0;
  if (waitpid(spawn(command, SIGKILL), &status, 0) < 0 || status != 0)
    throw std::runtime_error(command[0] + " failed:\n" + log());
}

void DatabaseServer::certify() {
  for (const char *name : {"other", "certificate"})
    run({find_program("openssl", "openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt",
         "ec_paramgen_curve:prime256v1", "-nodes", "-days", "36500", "-subj", "/CN=127.0.0.1",
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", path("key"), "-out", path(name)});
}

void DatabaseServer::start() {
  const auto end = Clock::now() + 60s;
  for (;;) {
    // After a SIGKILL the old one's children may still hold its memory: then it gives up at once.
    if (process_ == 0 || waitpid(process_, nullptr, WNOHANG) == process_)
      process_ = spawn(command(), stop_signal_);
    try {
      greet();
      return;
    } catch (const Error &e) {
      if (Clock::now() > end)
        throw std::runtime_error(name_ + " does not start: " + e.what() + "\n" + log());
    }
    std::this_thread::sleep_for(50ms);
  }
}

void DatabaseServer::wait_for_end() {
  if (process_ != 0)
    waitpid(process_, nullptr, 0);
  process_ = 0;
}

void DatabaseServer::stop() {
  if (process_ != 0)
    ::kill(process_, stop_signal_);
  wait_for_end();
}

void DatabaseServer::kill() {
  if (process_ != 0)
    ::kill(process_, SIGKILL);
  wait_for_end();
}

//===----------------------------------------------------------------------===//
// PostgreSQL
//===----------------------------------------------------------------------===//

PostgresServer::PostgresServer() : DatabaseServer("postgres", "postgres", SIGINT) {
  programs_ = fs::path(find_program("initdb", "postgresql")).parent_path();
  write("password", std::string(secret) + "\n");
  run({programs_ + "/initdb", "-D", path("data"), "-U", "admin", "--auth=scram-sha-256",
       "--pwfile=" + path("password"), "-E", "UTF8", "--locale=C", "-N"});
  certify();
  start();
  auto c = admin();
  // No parameters in these statements; the password needs no quoting.
  c.execute(std::string("CREATE ROLE shop LOGIN PASSWORD '") + secret + "'");
  c.execute("CREATE DATABASE shop OWNER shop");
}

std::vector<std::string> PostgresServer::command() {
  std::vector<std::string> c{programs_ + "/postgres", "-D", path("data")};
  // Nothing is lost by SIGKILL without fsync: what was written is the kernel's.
  for (const char *setting :
       {"listen_addresses=127.0.0.1", "fsync=off", "full_page_writes=off", "max_connections=60",
        "shared_buffers=16MB", "autovacuum=off", "deadlock_timeout=100ms"}) {
    c.emplace_back("-c");
    c.emplace_back(setting);
  }
  c.emplace_back("-c");
  c.push_back("port=" + std::to_string(port()));
  c.emplace_back("-c");
  c.push_back("unix_socket_directories=" + socket_directory());
  for (const std::string &tls :
       {std::string("ssl=on"), "ssl_cert_file=" + certificate(), "ssl_key_file=" + path("key")}) {
    c.emplace_back("-c");
    c.push_back(tls);
  }
  return c;
}

postgres::Config PostgresServer::config(int port) const {
  postgres::Config c;
  c.conninfo = "host=127.0.0.1 port=" + std::to_string(port ? port : this->port()) +
               " dbname=shop user=shop sslmode=disable password=" + secret;
  return c;
}

postgres::Connection PostgresServer::admin() const {
  postgres::Config c;
  c.conninfo = "host=" + socket_directory() + " port=" + std::to_string(port()) +
               " dbname=postgres user=admin password=" + secret;
  return postgres::Driver(c).open(Clock::now() + 2s);
}

//===----------------------------------------------------------------------===//
// MariaDB
//===----------------------------------------------------------------------===//

MariadbServer::MariadbServer() : DatabaseServer("mariadbd", "mysql", SIGTERM) {
  (void)find_program("mariadbd", "mariadb-server");
  certify();
  run({find_program("mariadb-install-db", "mariadb-server"), "--no-defaults",
       "--datadir=" + path("data"), "--auth-root-authentication-method=normal", "--skip-test-db"});
  start();
  auto c = admin();
  c.script(std::string("CREATE DATABASE shop; CREATE USER shop@'127.0.0.1' IDENTIFIED BY '") +
           secret + "'; GRANT ALL ON shop.* TO shop@'127.0.0.1'");
}

std::vector<std::string> MariadbServer::command() {
  std::vector<std::string> c{find_program("mariadbd", "mariadb-server"),
                             "--no-defaults",
                             "--datadir=" + path("data"),
                             "--socket=" + path("socket"),
                             "--pid-file=" + path("pid"),
                             "--port=" + std::to_string(port()),
                             "--bind-address=127.0.0.1",
                             "--skip-name-resolve",
                             "--max-connections=60",
                             "--character-set-server=utf8mb4",
                             "--innodb-flush-log-at-trx-commit=2",
                             "--innodb-buffer-pool-size=16M",
                             "--innodb-log-file-size=16M",
                             "--innodb-lock-wait-timeout=2",
                             "--performance-schema=OFF"};
  if (tls_) {
    c.push_back("--ssl-cert=" + certificate());
    c.push_back("--ssl-key=" + path("key"));
  }
  return c;
}

mariadb::Config MariadbServer::config(int port) const {
  mariadb::Config c;
  c.host = "127.0.0.1";
  c.port = static_cast<unsigned>(port ? port : this->port());
  c.user = c.database = shop;
  c.password = secret;
  return c;
}

mariadb::Connection MariadbServer::admin() const {
  mariadb::Config c;
  c.unix_socket = path("socket");
  c.user = "root";
  return mariadb::Driver(c).open(Clock::now() + 2s);
}

//===----------------------------------------------------------------------===//

namespace {
template <class S> S *server() {
  const char *none = std::getenv("LEASEHOLD_NO_SERVERS");
  if (none && std::string_view(none) == "1")
    return nullptr;
  static auto *s = new S; // ended by end_all()
  return s;
}
} // namespace

PostgresServer *postgres_server() { return server<PostgresServer>(); }
MariadbServer *mariadb_server() { return server<MariadbServer>(); }

} // namespace leasehold::test
