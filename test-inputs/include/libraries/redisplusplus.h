// Declares of redis-plus-plus what the inputs use.
#pragma once
#pragma GCC system_header

#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace sw {
namespace redis {

class Error : public std::exception {};
using StringView = std::string_view;
class QueuedReplies {
public:
  std::size_t size() const;
};
class TransactionImpl;
class PipelineImpl;
template <class Impl> class QueuedRedis {
public:
  QueuedRedis(QueuedRedis &&) = default;
  ~QueuedRedis();
  QueuedRedis &set(const StringView &key, const StringView &value);
  QueuedRedis &get(const StringView &key);
  QueuedReplies exec();
  void discard();
};
using Transaction = QueuedRedis<TransactionImpl>;
using Pipeline = QueuedRedis<PipelineImpl>;
class Redis {
public:
  explicit Redis(const std::string &uri);
  Pipeline pipeline(bool new_connection = true);
  Transaction transaction(bool piped = false, bool new_connection = true);
  std::optional<std::pair<std::string, std::string>> blpop(const StringView &key, long long timeout);
};

} // namespace redis
} // namespace sw
