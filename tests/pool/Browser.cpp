// Headless Chromium, through its WebDriver.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "Browser.h"
#include "FreePort.h"
#include <csignal>
#include <fcntl.h>
#include <fstream>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace leasehold::test {

using nlohmann::json;
using namespace std::chrono_literals;

namespace {

std::string decode_base64(const std::string &text) {
  constexpr std::string_view digits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bytes;
  unsigned bits = 0, n = 0;
  for (const char c : text) {
    const std::size_t digit = digits.find(c);
    if (digit == std::string_view::npos)
      break;
    bits = bits << 6 | static_cast<unsigned>(digit);
    if (n += 6; n >= 8)
      bytes += static_cast<char>(bits >> (n -= 8) & 0xff);
  }
  return bytes;
}

} // namespace

Browser::Browser() {
  std::string name = std::filesystem::temp_directory_path() / "leasehold-browser-XXXXXX";
  directory_ = mkdtemp(name.data());
  port_ = free_port();
  const std::string port = "--port=" + std::to_string(port_);
  driver_ = fork();
  if (driver_ == 0) {
    // A group of its own, which ends as one.
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    setenv("HOME", directory_.c_str(), 1);
    const int null = ::open("/dev/null", O_RDWR);
    for (const int fd : {0, 1, 2})
      dup2(null, fd);
    execlp("chromedriver", "chromedriver", port.c_str(), nullptr);
    _exit(127);
  }
  try {
    const json arguments = {"--headless=new",
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync",
                            "--disable-dev-shm-usage",
                            "--hide-scrollbars",
                            "--window-size=1160,1000",
                            "--user-data-dir=" + (directory_ / "profile").string()};
    const json wanted = {{"capabilities",
                          {{"alwaysMatch",
                            {{"browserName", "chrome"},
                             {"goog:loggingPrefs", {{"performance", "ALL"}}},
                             {"goog:chromeOptions", {{"args", arguments}}}}}}}};
    for (int attempt = 0;; ++attempt) {
      int status = 0;
      if (waitpid(driver_, &status, WNOHANG) == driver_) {
        driver_ = 0;
        throw std::runtime_error("chromedriver does not run; install chromium and chromium-driver");
      }
      httplib::Client client("127.0.0.1", port_);
      if (client.Get("/status"))
        break;
      if (attempt == 200)
        throw std::runtime_error("chromedriver does not answer");
      std::this_thread::sleep_for(50ms);
    }
    session_ = call("", wanted)["sessionId"];
  } catch (...) {
    end();
    throw;
  }
}

Browser::~Browser() { end(); }

void Browser::end() noexcept {
  if (!session_.empty()) {
    httplib::Client client("127.0.0.1", port_);
    (void)client.Delete("/session/" + session_);
  }
  if (driver_ > 0) {
    ::kill(-driver_, SIGKILL);
    waitpid(driver_, nullptr, 0);
  }
  std::error_code ignored;
  std::filesystem::remove_all(directory_, ignored);
}

json Browser::call(const std::string &what, const json &body) {
  httplib::Client client("127.0.0.1", port_);
  client.set_read_timeout(60s);
  const std::string path = "/session" + (session_.empty() ? "" : "/" + session_ + "/" + what);
  const auto answer = client.Post(path, body.dump(), "application/json");
  if (!answer)
    throw std::runtime_error("chromedriver: " + httplib::to_string(answer.error()) + " for " +
                             path);
  json value = json::parse(answer->body).at("value");
  if (answer->status != 200)
    throw std::runtime_error("chromedriver: " + value.dump().substr(0, 500));
  return value;
}

json Browser::devtools(const char *command, const json &parameters) {
  return call("goog/cdp/execute", {{"cmd", command}, {"params", parameters}});
}

void Browser::open(const std::string &url) { call("url", {{"url", url}}); }

json Browser::run(const std::string &script) {
  return call("execute/sync", {{"script", script}, {"args", json::array()}});
}

void Browser::dark(bool dark) {
  devtools(
      "Emulation.setEmulatedMedia",
      {{"features", {{{"name", "prefers-color-scheme"}, {"value", dark ? "dark" : "light"}}}}});
}

void Browser::screenshot(const std::filesystem::path &file) {
  const json size = run("return [1160, document.documentElement.scrollHeight]");
  const json answer = devtools(
      "Page.captureScreenshot",
      {{"format", "png"},
       {"captureBeyondViewport", true},
       {"clip", {{"x", 0}, {"y", 0}, {"width", size[0]}, {"height", size[1]}, {"scale", 1}}}});
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << decode_base64(answer["data"]);
}

std::vector<std::string> Browser::requests() {
  std::vector<std::string> all;
  for (const json &entry : call("se/log", {{"type", "performance"}})) {
    const json message = json::parse(entry["message"].get<std::string>())["message"];
    if (message["method"] == "Network.requestWillBeSent")
      all.push_back(message["params"]["request"]["url"]);
  }
  return all;
}

} // namespace leasehold::test
