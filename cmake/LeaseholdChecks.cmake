# leasehold_add_checks(): Leasehold's whole-program analysis as steps of the build.
#
# Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
#   include(LeaseholdChecks)
#   leasehold_add_checks(server)          # after add_executable(server ...) and its sources
#
# makes the target `server-leasehold`, which analyses the C and C++ sources of `server`, together
# with what the libraries that it links and that have checks of their own say. Every step is a
# command with plain files between, so the build system runs them side by side, and again only
# when something that they read has changed:
#
#   summarize   each source, alone                      server-leasehold/NAME.1.facts
#   link        all of them                             server-leasehold/program.1.facts
#   summarize   again, whom the others' facts concern   ... ROUNDS times in all
#   check       each source                             prints the findings
#
# leasehold_add_checks(TARGET
#   [ALL]              part of the default build
#   [ROUNDS N]         how many files deep a session may be passed on by functions that do
#                      something to it; default 2. How deep a slow call lies does not matter.
#   [EXIT_ZERO]        findings do not fail the build
#   [OPTIONS ...]      for all of these: --level, --min-slow-ms, --models
#   [CHECKS GLOB,...]) only these checks

include_guard(GLOBAL)

find_program(LEASEHOLD_PROGRAM leasehold DOC "Leasehold's command line")

function(leasehold_add_checks Target)
  cmake_parse_arguments(PARSE_ARGV 1 A "ALL;EXIT_ZERO" "ROUNDS;CHECKS" "OPTIONS")
  if(A_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "leasehold_add_checks(${Target}): what is ${A_UNPARSED_ARGUMENTS}?")
  endif()
  if(NOT TARGET ${Target})
    message(FATAL_ERROR "leasehold_add_checks(${Target}): there is no such target (yet)")
  endif()
  if(NOT LEASEHOLD_PROGRAM)
    message(FATAL_ERROR "leasehold_add_checks(${Target}): no program leasehold; "
                        "say where it is with -DLEASEHOLD_PROGRAM=")
  endif()
  if(NOT A_ROUNDS)
    set(A_ROUNDS 2)
  endif()

  # The flags are the compile database's; the text below only says when they have changed.
  set_target_properties(${Target} PROPERTIES EXPORT_COMPILE_COMMANDS ON)
  set(Flags "")
  foreach(Property COMPILE_DEFINITIONS COMPILE_OPTIONS INCLUDE_DIRECTORIES CXX_STANDARD C_STANDARD)
    string(APPEND Flags " $<JOIN:$<TARGET_PROPERTY:${Target},${Property}>, >")
  endforeach()
  set(Common -p "${CMAKE_BINARY_DIR}" ${A_OPTIONS} "--key=${Flags}")

  get_target_property(Sources ${Target} SOURCES)
  get_target_property(Directory ${Target} SOURCE_DIR)
  set(Out "${CMAKE_CURRENT_BINARY_DIR}/${Target}-leasehold")
  file(MAKE_DIRECTORY "${Out}")
  set(Files "")
  foreach(Source IN LISTS Sources)
    if(Source MATCHES "\\.(c|cc|cp|cpp|cxx|c\\+\\+|C)$" AND NOT Source MATCHES "\\$<")
      get_filename_component(Source "${Source}" ABSOLUTE BASE_DIR "${Directory}")
      list(APPEND Files "${Source}")
    endif()
  endforeach()

  # Of libraries that are checked, too.
  set(Libraries "")
  get_target_property(Linked ${Target} LINK_LIBRARIES)
  foreach(Library IN LISTS Linked)
    if(TARGET "${Library}")
      get_target_property(Has "${Library}" LEASEHOLD_ROUNDS)
      if(Has)
        list(APPEND Libraries "${Library}")
      endif()
    endif()
  endforeach()

  set(Before "")
  foreach(Round RANGE 1 ${A_ROUNDS})
    set(Units "")
    foreach(File IN LISTS Files)
      file(RELATIVE_PATH Name "${Directory}" "${File}")
      string(MAKE_C_IDENTIFIER "${Name}" Name)
      set(Unit "${Out}/${Name}.${Round}.facts")
      set(Known "")
      set(Needs "${File}")
      if(Before)
        math(EXPR Last "${Round} - 1")
        set(Known --program "${Before}" --from "${Out}/${Name}.${Last}.facts")
        list(APPEND Needs "${Before}" "${Out}/${Name}.${Last}.facts")
      endif()
      add_custom_command(OUTPUT "${Unit}"
        COMMAND "${LEASEHOLD_PROGRAM}" summarize ${Common} ${Known} --depfile "${Unit}.d"
                -o "${Unit}" "${File}"
        DEPENDS ${Needs} "${LEASEHOLD_PROGRAM}"
        DEPFILE "${Unit}.d"
        COMMENT "Leasehold: summarizing ${Name} (${Round})"
        VERBATIM)
      list(APPEND Units "${Unit}")
    endforeach()
    set_target_properties(${Target} PROPERTIES LEASEHOLD_UNITS_${Round} "${Units}")
    foreach(Library IN LISTS Libraries)
      get_target_property(Rounds "${Library}" LEASEHOLD_ROUNDS)
      set(Of ${Round})
      if(Rounds LESS Round)
        set(Of ${Rounds})
      endif()
      get_target_property(Theirs "${Library}" LEASEHOLD_UNITS_${Of})
      list(APPEND Units ${Theirs})
    endforeach()
    set(Before "${Out}/program.${Round}.facts")
    add_custom_command(OUTPUT "${Before}"
      COMMAND "${LEASEHOLD_PROGRAM}" link -o "${Before}" ${Units}
      DEPENDS ${Units}
      COMMENT "Leasehold: linking ${Target} (${Round})"
      VERBATIM)
  endforeach()
  set_target_properties(${Target} PROPERTIES LEASEHOLD_ROUNDS ${A_ROUNDS})

  set(Checked "")
  set(Zero "")
  if(A_EXIT_ZERO)
    set(Zero --exit-zero)
  endif()
  if(A_CHECKS)
    list(APPEND Zero "--checks=${A_CHECKS}")
  endif()
  foreach(File IN LISTS Files)
    file(RELATIVE_PATH Name "${Directory}" "${File}")
    string(MAKE_C_IDENTIFIER "${Name}" Name)
    set(Unit "${Out}/${Name}.${A_ROUNDS}.facts")
    set(Stamp "${Out}/${Name}.checked")
    add_custom_command(OUTPUT "${Stamp}"
      COMMAND "${LEASEHOLD_PROGRAM}" check ${Common} ${Zero} --quiet --program "${Before}"
              --from "${Unit}" "${File}"
      COMMAND "${CMAKE_COMMAND}" -E touch "${Stamp}"
      DEPENDS "${Unit}" "${Before}"
      COMMENT "Leasehold: checking ${Name}"
      VERBATIM)
    list(APPEND Checked "${Stamp}")
  endforeach()
  set(InAll "")
  if(A_ALL)
    set(InAll ALL)
  endif()
  add_custom_target(${Target}-leasehold ${InAll} DEPENDS ${Checked})
endfunction()
