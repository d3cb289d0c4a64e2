// The blocking queue that everybody writes.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

template <class T>
class BlockingQueue {
public:
    void push(T value) {
        {
            std::lock_guard<std::mutex> lock(mutex_);
            items_.push_back(std::move(value));
        }
        ready_.notify_one();
    }

    // Waits until there is something to take.
    T pop() {
        std::unique_lock<std::mutex> lock(mutex_);
        while (items_.empty())
            ready_.wait(lock);
        T value = std::move(items_.front());
        items_.pop_front();
        return value;
    }

    // Never waits.
    std::optional<T> try_pop() {
        std::lock_guard<std::mutex> lock(mutex_);
        if (items_.empty())
            return std::nullopt;
        T value = std::move(items_.front());
        items_.pop_front();
        return value;
    }

private:
    std::mutex mutex_;
    std::condition_variable ready_;
    std::deque<T> items_;
};
