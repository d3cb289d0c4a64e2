// what: get and put of decoded images: a cache hands out shared entries and nobody owes it anything; its "connections" are between widgets.
#include <chrono>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

struct Image {
  int width = 0, height = 0;
  std::vector<unsigned char> pixels;
};

class ImageCache {
public:
  std::shared_ptr<Image> get(const std::string &path) {
    std::lock_guard<std::mutex> lock(mutex_);
    auto it = images_.find(path);
    return it == images_.end() ? nullptr : it->second;
  }

  void put(const std::string &path, std::shared_ptr<Image> image) {
    std::lock_guard<std::mutex> lock(mutex_);
    images_[path] = std::move(image);
  }

private:
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<Image>> images_;
};

// Signals and slots: this Connection has nothing to do with a database.
class Connection {
public:
  explicit Connection(int id) : id_(id) {}
  int id() const { return id_; }

private:
  int id_;
};

class Signal {
public:
  Connection *connect(std::function<void()> slot) {
    slots_.push_back(std::move(slot));
    connections_.push_back(std::make_unique<Connection>(static_cast<int>(slots_.size())));
    return connections_.back().get();
  }
  void disconnect(Connection *c) { slots_[c->id() - 1] = nullptr; }

private:
  std::vector<std::function<void()>> slots_;
  std::list<std::unique_ptr<Connection>> connections_;
};

bool showThumbnail(ImageCache &cache, Signal &clicked, const std::string &path) {
  auto image = cache.get(path);
  Connection *c = clicked.connect([image] {});
  if (!image) {
    std::this_thread::sleep_for(std::chrono::seconds(1));
    return false;
  }
  std::thread([image] { (void)image->pixels.size(); }).detach();
  if (image->width == 0)
    clicked.disconnect(c);
  return image->width > 0;
}
