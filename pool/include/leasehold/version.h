// Which version of Leasehold this is. The build reads it here, for the pool and for the analyzer.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef LEASEHOLD_VERSION_H
#define LEASEHOLD_VERSION_H

#define LEASEHOLD_POOL_VERSION "0.1.0"

#endif // LEASEHOLD_VERSION_H
