// HikariCP over a driver that does nothing. Rows as in measure.h, one a line:
//     hikari/uncontended/2 45.1
//     hikari/wait/2 41000 p50=... p99=... p99.9=... max=... mean=... per_second=...
// Each row is run for a second to warm up, and then REPEATS times (default 5); the median counts.
//     java HikariBench [regular expression for the rows]
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import javax.sql.DataSource;

public final class HikariBench {
  /** Answers every question with what means "all is well". */
  private static Object nothing(Method method) {
    Class<?> type = method.getReturnType();
    if (type == void.class || !type.isPrimitive()) {
      return null;
    }
    if (type == boolean.class) {
      String name = method.getName();
      return name.equals("isValid") || name.equals("getAutoCommit");
    }
    if (type == int.class) {
      return method.getName().equals("getTransactionIsolation")
          ? Connection.TRANSACTION_READ_COMMITTED
          : 0;
    }
    return 0L;
  }

  private static Object proxy(Class<?> type, InvocationHandler handler) {
    return Proxy.newProxyInstance(HikariBench.class.getClassLoader(), new Class<?>[] {type}, handler);
  }

  private static Connection connection() {
    return (Connection)
        proxy(
            Connection.class,
            (self, method, arguments) -> {
              if (method.getDeclaringClass() == Object.class) {
                return switch (method.getName()) {
                  case "hashCode" -> System.identityHashCode(self);
                  case "equals" -> self == arguments[0];
                  default -> "connection";
                };
              }
              return nothing(method);
            });
  }

  private static HikariDataSource pool(int size, boolean leakDetection) throws Exception {
    HikariConfig config = new HikariConfig();
    config.setDataSource(
        (DataSource)
            proxy(
                DataSource.class,
                (self, method, arguments) ->
                    switch (method.getName()) {
                      case "getConnection" -> connection();
                      case "hashCode" -> System.identityHashCode(self);
                      case "equals" -> self == arguments[0];
                      case "toString" -> "nothing";
                      default -> nothing(method);
                    }));
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(size);
    config.setConnectionTimeout(30_000);
    if (leakDetection) {
      config.setLeakDetectionThreshold(60_000);
    }
    HikariDataSource pool = new HikariDataSource(config);
    List<Connection> all = new ArrayList<>();
    for (int i = 0; i < size; ++i) {
      all.add(pool.getConnection());
    }
    for (Connection c : all) {
      c.close();
    }
    return pool;
  }

  private interface Work {
    void run(int thread) throws Exception;
  }

  /** Nanoseconds from a common start until the last thread is done. */
  private static long together(int threads, Work work) throws Exception {
    CyclicBarrier start = new CyclicBarrier(threads + 1);
    CountDownLatch done = new CountDownLatch(threads);
    for (int t = 0; t < threads; ++t) {
      int thread = t;
      new Thread(
              () -> {
                try {
                  start.await();
                  work.run(thread);
                } catch (Exception e) {
                  e.printStackTrace();
                  System.exit(1);
                }
                done.countDown();
              })
          .start();
    }
    start.await();
    long begin = System.nanoTime();
    done.await();
    return System.nanoTime() - begin;
  }

  private static long pairs(HikariDataSource pool, int threads, long n) throws Exception {
    return together(
        threads,
        thread -> {
          for (long i = 0; i < n; ++i) {
            pool.getConnection().close();
          }
        });
  }

  private static final int REPEATS =
      Integer.parseInt(System.getenv().getOrDefault("REPEATS", "5"));
  private static final long SECOND = 1_000_000_000L;

  private static void pairsRow(String row, int threads, int size, boolean leaks) throws Exception {
    try (HikariDataSource pool = pool(size, leaks)) {
      long n = 1000;
      long spent = 0;
      long took = 1;
      while (spent < SECOND) {
        took = pairs(pool, threads, n);
        spent += took;
        if (took < SECOND / 5) {
          n *= 2;
        }
      }
      double[] times = new double[REPEATS];
      for (int i = 0; i < REPEATS; ++i) {
        times[i] = (double) pairs(pool, threads, n) / n;
      }
      Arrays.sort(times);
      System.out.printf("%s %.1f%n", row, times[REPEATS / 2]);
    }
  }

  private static void keepBusy() {
    long end = System.nanoTime() + 20_000;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  private static void sleep() {
    LockSupport.parkNanos(1_000_000);
  }

  private static volatile boolean over;
  private static volatile long end;

  private static void waitRow(String row, int threads, int size, boolean leaks, Runnable hold, int n)
      throws Exception {
    try (HikariDataSource pool = pool(size, leaks)) {
      pairs(pool, threads, 20_000);
      long[][] samples = new long[threads][n];
      int[] counts = new int[threads];
      Work work =
          thread -> {
            for (int i = 0; i < n; ++i) {
              boolean recorded = !over;
              long asked = System.nanoTime();
              try (Connection c = pool.getConnection()) {
                long got = System.nanoTime();
                hold.run();
                if (recorded) {
                  samples[thread][counts[thread]++] = got - asked;
                }
              }
            }
            synchronized (HikariBench.class) {
              if (!over) {
                over = true;
                end = System.nanoTime();
              }
            }
          };
      long begin = 0;
      long took = 0;
      for (int round = 0; round < 2; ++round) { // the first warms up
        over = false;
        Arrays.fill(counts, 0);
        begin = System.nanoTime();
        took = together(threads, work);
      }
      int total = Arrays.stream(counts).sum();
      long[] sorted = new long[total];
      int at = 0;
      for (int t = 0; t < threads; ++t) {
        System.arraycopy(samples[t], 0, sorted, at, counts[t]);
        at += counts[t];
      }
      Arrays.sort(sorted);
      System.out.printf(
          "%s %.1f p50=%d p99=%d p99.9=%d max=%d mean=%.1f per_second=%.0f%n",
          row,
          (double) took / n,
          sorted[(int) (0.5 * (total - 1))],
          sorted[(int) (0.99 * (total - 1))],
          sorted[(int) (0.999 * (total - 1))],
          sorted[total - 1],
          Arrays.stream(sorted).average().orElse(0),
          (double) total * SECOND / (end - begin));
    }
  }

  private static long heap() throws Exception {
    for (int i = 0; i < 5; ++i) {
      System.gc();
      Thread.sleep(50);
    }
    Runtime r = Runtime.getRuntime();
    return r.totalMemory() - r.freeMemory();
  }

  private static void memoryRow(String row, boolean leaks) throws Exception {
    int n = 1000;
    pool(1, leaks).close();
    Connection[] bare = new Connection[n];
    long before = heap();
    for (int i = 0; i < n; ++i) {
      bare[i] = connection();
    }
    long without = heap() - before;
    before = heap();
    try (HikariDataSource pool = pool(n, leaks)) {
      long with = heap() - before;
      System.out.printf("%s 0 bytes=%.0f%n", row, (double) (with - without) / n);
    }
    if (bare[0] == null) {
      throw new IllegalStateException();
    }
  }

  public static void main(String[] arguments) throws Exception {
    String filter = arguments.length > 0 ? arguments[0] : "";
    var wanted = Pattern.compile(filter).asPredicate();
    for (boolean leaks : new boolean[] {false, true}) {
      String name = leaks ? "hikari-leakdetect" : "hikari";
      for (int threads : new int[] {1, 2, 4, 8}) {
        String row = name + "/uncontended/" + threads;
        if (wanted.test(row)) {
          pairsRow(row, threads, 8, leaks);
        }
      }
      for (int threads : new int[] {2, 4, 8}) {
        String row = name + "/contended/" + threads;
        if (wanted.test(row)) {
          pairsRow(row, threads, threads / 2, leaks);
        }
        row = name + "/wait/" + threads;
        if (wanted.test(row)) {
          waitRow(row, threads, threads / 2, leaks, HikariBench::keepBusy, 20_000);
        }
        row = name + "/wait-sleep/" + threads;
        if (wanted.test(row)) {
          waitRow(row, threads, threads / 2, leaks, HikariBench::sleep, 600);
        }
      }
      String row = name + "/memory/1";
      if (wanted.test(row)) {
        memoryRow(row, leaks);
      }
    }
    System.exit(0);
  }
}
