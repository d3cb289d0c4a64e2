// leasehold/annotations.h: say what your own types and functions do to database sessions.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One header, no library, nothing to link. Works in C and in C++. On compilers other than clang
// every macro is empty. An annotation wins over every model file and over everything that Leasehold
// infers, so it is also the way to correct Leasehold when it guesses wrong.
//
// Where to write them
//
// In front of the declaration of a function that callers see (the one in the header is enough),
// after standard attributes (clang 19 insists on the order), before or after `static` and
// `virtual`:
//
//     [[nodiscard]] LEASEHOLD_ACQUIRES MYSQL *getConnection();
//     LEASEHOLD_RELEASES(0) void releaseConnection(MYSQL *connection);
//
// In a class, between the keyword and the name:
//
//     class LEASEHOLD_GUARD ConnectionGuard { ... };
//
// Several on one function stand one after the other. An override inherits nothing: annotate it,
// too.
//
// Units and indices
//
// `n` is the position of a parameter, counted from 0; the object itself is never counted. Macros
// that end in _THIS mean the object that the method is called on. `what` (LEASEHOLD_BLOCKS) is a
// string literal that completes the sentence "this call ...", for example "uploads a file" or
// "waits for the printer". Findings quote it.
//
// Mistakes
//
// An annotation is a remark: it changes neither code nor types nor linkage, and a wrong one cannot
// break your program. The compiler rejects an argument that is no constant, but it does not know
// what the arguments mean: an index that names no parameter passes unseen, so count twice.
//
// Switches, to be defined before this header is included
//
// LEASEHOLD_NO_ANNOTATIONS: every macro is empty under clang as well.
// LEASEHOLD_STOCK_EFFECTS: LEASEHOLD_BLOCKS and LEASEHOLD_NONBLOCKING expand to clang's own
// function effects, too (clang 20 or later; see there why this is not the default).

#ifndef LEASEHOLD_ANNOTATIONS_H
#define LEASEHOLD_ANNOTATIONS_H

#if defined(__clang__) && !defined(LEASEHOLD_NO_ANNOTATIONS)
#define LEASEHOLD_ANNOTATE(...) __attribute__((annotate(__VA_ARGS__)))
#define LEASEHOLD_ATTRIBUTE(...) __attribute__((__VA_ARGS__))
#else
#define LEASEHOLD_ANNOTATE(...)
#define LEASEHOLD_ATTRIBUTE(...)
#endif

//===-- Types ---------------------------------------------------------------------------------===//

// A database session or connection: the thing that is scarce. Annotate the record (`struct`,
// `class`), not a typedef of a pointer to it. Stock clang also learns that it is a capability, so
// that your own uses of Thread Safety Analysis may name it.
#define LEASEHOLD_SESSION                                                                          \
  LEASEHOLD_ANNOTATE("leasehold::session") LEASEHOLD_ATTRIBUTE(capability("session"))

// An object whose destructor gives its session back.
#define LEASEHOLD_GUARD LEASEHOLD_ANNOTATE("leasehold::guard")

// Hands sessions out. May be captured, stored and shared freely.
#define LEASEHOLD_POOL LEASEHOLD_ANNOTATE("leasehold::pool")

// A transaction object: constructing it begins a transaction, its destructor rolls back what is not
// committed. Say with LEASEHOLD_COMMITS_THIS and LEASEHOLD_ROLLS_BACK_THIS which of its methods end
// it.
#define LEASEHOLD_TRANSACTION LEASEHOLD_ANNOTATE("leasehold::transaction")

//===-- Getting a session and giving it back --------------------------------------------------===//

// Returns a session that the caller must give back. If the returned type is a guard, its destructor
// does.
#define LEASEHOLD_ACQUIRES LEASEHOLD_ANNOTATE("leasehold::acquires")

// Stores a session for the caller through parameter n, as in `int open(Session **out)`.
#define LEASEHOLD_ACQUIRES_INTO(n) LEASEHOLD_ANNOTATE("leasehold::acquires_into", n)

// Gives back (or closes) the session passed as parameter n.
#define LEASEHOLD_RELEASES(n) LEASEHOLD_ANNOTATE("leasehold::releases", n)

// Gives back the session that the object holds: `close()`, `release()`, `reset()` of a guard or
// session.
#define LEASEHOLD_RELEASES_THIS LEASEHOLD_ANNOTATE("leasehold::releases_this")

// Neither gives back nor keeps any of its arguments: it uses them and returns. For a function whose
// body Leasehold cannot see and would otherwise have to suspect of keeping what it is given. Any
// other annotation says this too: an annotated function keeps and releases only what its
// annotations name.
#define LEASEHOLD_BORROWS LEASEHOLD_ANNOTATE("leasehold::borrows")

// Stores parameter n in something that outlives the call and becomes responsible for it.
#define LEASEHOLD_KEEPS(n) LEASEHOLD_ANNOTATE("leasehold::keeps", n)

//===-- Transactions --------------------------------------------------------------------------===//

// Begins, commits, or rolls back a transaction on parameter n: a session or a transaction object.
#define LEASEHOLD_BEGINS(n) LEASEHOLD_ANNOTATE("leasehold::begins", n)
#define LEASEHOLD_COMMITS(n) LEASEHOLD_ANNOTATE("leasehold::commits", n)
#define LEASEHOLD_ROLLS_BACK(n) LEASEHOLD_ANNOTATE("leasehold::rolls_back", n)

// The same on the object itself: `session.begin()`, `transaction.commit()`.
#define LEASEHOLD_BEGINS_THIS LEASEHOLD_ANNOTATE("leasehold::begins")
#define LEASEHOLD_COMMITS_THIS LEASEHOLD_ANNOTATE("leasehold::commits")
#define LEASEHOLD_ROLLS_BACK_THIS LEASEHOLD_ANNOTATE("leasehold::rolls_back")

//===-- Time and other threads ----------------------------------------------------------------===//

// May take a millisecond or more, or waits for somebody else: leasehold-slow-call reports a call of
// it while a session is held. Not for database calls; those are what a session is for.
//
// LEASEHOLD_NONBLOCKING says the opposite, for a function whose body looks slow and is not (it only
// queues the work, or the slow branch is for tests).
//
// With LEASEHOLD_STOCK_EFFECTS they also become clang's `blocking` and `nonblocking`, which
// -Wfunction-effects checks. That is not the default, because these attributes are part of a
// function's *type*: a blocking function is no longer an `R (*)(A...)` to partial specialisations,
// so std::mem_fn and many callback traits reject it, and two instantiations may get the same
// mangled name. `nonblocking` moreover promises to clang that nothing is allocated and nothing is
// thrown, which Leasehold does not ask.
#if defined(LEASEHOLD_STOCK_EFFECTS) && defined(__clang__) && __clang_major__ >= 20
#define LEASEHOLD_BLOCKS(what)                                                                     \
  LEASEHOLD_ANNOTATE("leasehold::blocks", what) LEASEHOLD_ATTRIBUTE(blocking)
#define LEASEHOLD_NONBLOCKING                                                                      \
  LEASEHOLD_ANNOTATE("leasehold::nonblocking") LEASEHOLD_ATTRIBUTE(nonblocking)
#else
#define LEASEHOLD_BLOCKS(what) LEASEHOLD_ANNOTATE("leasehold::blocks", what)
#define LEASEHOLD_NONBLOCKING LEASEHOLD_ANNOTATE("leasehold::nonblocking")
#endif

// Runs the callable passed as parameter n on another thread or later: it may still run when the
// caller's session has long been given back.
#define LEASEHOLD_BACKGROUND(n) LEASEHOLD_ANNOTATE("leasehold::background", n)

// Calls the callable passed as parameter n before it returns, and keeps no copy: what the callable
// captures does not escape.
#define LEASEHOLD_INVOKES(n) LEASEHOLD_ANNOTATE("leasehold::invokes", n)

// Registers the callable passed as parameter n as a handler that lives as long as a socket does.
#define LEASEHOLD_HANDLER(n) LEASEHOLD_ANNOTATE("leasehold::handler", n)

//===-- For the clang static analyzer, without Leasehold --------------------------------------===//

// The clang static analyzer (unix.Malloc, clang 20 or later) finds leaks, double releases and uses
// after release of raw pointers when it is told who owns them. These two say it, and nothing to
// Leasehold: write them next to LEASEHOLD_ACQUIRES and LEASEHOLD_RELEASES. They are separate
// because they fit raw pointers only (the function must return one; parameter n must be one;
// anything else is a compile error) and count differently: n starts at 1, and in a method the
// object is 1 and the first parameter 2.
//     LEASEHOLD_ACQUIRES LEASEHOLD_OWNERSHIP_RETURNS MYSQL *getConnection();
//     LEASEHOLD_RELEASES(0) LEASEHOLD_OWNERSHIP_TAKES(1) void releaseConnection(MYSQL *connection);
#define LEASEHOLD_OWNERSHIP_RETURNS LEASEHOLD_ATTRIBUTE(ownership_returns(leasehold))
#define LEASEHOLD_OWNERSHIP_TAKES(n) LEASEHOLD_ATTRIBUTE(ownership_takes(leasehold, n))

#endif // LEASEHOLD_ANNOTATIONS_H
