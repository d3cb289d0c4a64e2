// A lazy coroutine task, a generator, and what a web service awaits. The bodies that resume are elsewhere.
#pragma once

#include <chrono>
#include <coroutine>
#include <exception>
#include <functional>
#include <string>
#include <utility>
#include <vector>

template <class T> class Task {
public:
    struct promise_type {
        Task get_return_object();
        std::suspend_always initial_suspend() noexcept { return {}; }
        std::suspend_always final_suspend() noexcept { return {}; }
        void return_value(T value);
        void unhandled_exception() {}
    };
    bool await_ready() const noexcept;
    void await_suspend(std::coroutine_handle<> waiter);
    T await_resume();
};

template <> class Task<void> {
public:
    struct promise_type {
        Task get_return_object();
        std::suspend_always initial_suspend() noexcept { return {}; }
        std::suspend_always final_suspend() noexcept { return {}; }
        void return_void() {}
        void unhandled_exception() {}
    };
    bool await_ready() const noexcept;
    void await_suspend(std::coroutine_handle<> waiter);
    void await_resume();
};

template <class T> class Generator {
public:
    struct promise_type {
        Generator get_return_object();
        std::suspend_always initial_suspend() noexcept { return {}; }
        std::suspend_always final_suspend() noexcept { return {}; }
        std::suspend_always yield_value(T value);
        void return_void() {}
        void unhandled_exception() {}
    };
    bool next();
    const T& value() const;
};

/// co_await after(5s)
struct After {
    std::chrono::milliseconds time;
    bool await_ready() const noexcept { return time.count() <= 0; }
    void await_suspend(std::coroutine_handle<> waiter);
    void await_resume() {}
};
inline After after(std::chrono::milliseconds time) { return {time}; }

struct Response {
    int status = 0;
    std::string body;
};

class HttpClient {
public:
    Task<Response> get(std::string url);
    Task<Response> post(std::string url, std::string body);
};

template <class T> class Channel {
public:
    Task<T> pop();
    Task<void> push(T value);
};

/// Whatever the loop runs; for pools that want one.
struct Loop {
    void post(std::function<void()> f);
};

Task<void> when_all(std::vector<Task<void>> tasks);
