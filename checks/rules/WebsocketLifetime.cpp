//===- WebsocketLifetime.cpp - leasehold-websocket-lifetime ---------------===//
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "rules/Rule.h"

namespace leasehold {

std::optional<Finding> wordWebsocketLifetime(const Event &E) {
  Finding F;
  F.check = "leasehold-websocket-lifetime";
  F.level = Level::Risk;
  F.at = E.at;
  switch (E.kind) {
  case Event::ToHandler:
    F.message = nameLease(*E.lease) + " is " + E.detail +
                " that lives as long as the client's connection; every open socket then "
                "keeps a session: acquire one inside the handler";
    break;
  case Event::ReadLoop:
    F.message = nameLease(*E.lease) +
                " is held across a read loop that lasts as long as the client stays connected; "
                "acquire a session for each message instead";
    break;
  case Event::InConnection:
    F.message =
        "'" + E.detail + "' serves one client's connection and keeps a session in '" + E.name +
        "' as long as the client stays; every open socket then costs a session: keep the pool, "
        "and acquire a session for each message";
    break;
  default:
    return std::nullopt;
  }
  addPath(F, E);
  addChain(F, E.chain, E.at);
  return F;
}

} // namespace leasehold
