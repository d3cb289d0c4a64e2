# leasehold_describe(TARGET PROGRAM COMPONENT): installs the manual page of a program, and what makes
# bash and zsh complete it. The program prints all three itself (tools/describe.h).
add_custom_target(leasehold-documents)
find_program(LEASEHOLD_GZIP gzip DOC "Manual pages are compressed with it, when it is here")
function(leasehold_describe Target Program Component)
  set(Directory "${CMAKE_CURRENT_BINARY_DIR}/${Program}")
  set(Made "${Directory}/${Program}.1" "${Directory}/${Program}.bash" "${Directory}/_${Program}")
  add_custom_command(OUTPUT ${Made}
    COMMAND "${CMAKE_COMMAND}" -E make_directory "${Directory}"
    COMMAND ${Target} manual > "${Directory}/${Program}.1"
    COMMAND ${Target} completion bash > "${Directory}/${Program}.bash"
    COMMAND ${Target} completion zsh > "${Directory}/_${Program}"
    DEPENDS ${Target}
    COMMENT "Describing ${Program}"
    VERBATIM)
  add_custom_target(${Target}-description ALL DEPENDS ${Made})
  leasehold_manual("${Directory}/${Program}.1" ${Component} ${Target}-description)
  install(FILES "${Directory}/${Program}.bash" COMPONENT ${Component}
    DESTINATION "${CMAKE_INSTALL_DATADIR}/bash-completion/completions" RENAME "${Program}")
  # In /usr, Debian's zsh looks in a directory of Debian's own.
  install(CODE "
    set(Functions site-functions)
    if(CMAKE_INSTALL_PREFIX MATCHES \"/usr$\")
      set(Functions vendor-completions)
    endif()
    file(INSTALL \"${Directory}/_${Program}\" TYPE FILE
      DESTINATION \"\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_DATADIR}/zsh/\${Functions}\")"
    COMPONENT ${Component})
endfunction()

# leasehold_manual(FILE COMPONENT [AFTER]): installs a page, compressed; AFTER makes it.
function(leasehold_manual File Component)
  get_filename_component(Name "${File}" NAME)
  if(LEASEHOLD_GZIP)
    add_custom_command(OUTPUT "${File}.gz"
      COMMAND "${LEASEHOLD_GZIP}" -9nkf "${File}" DEPENDS "${File}"
      COMMENT "Compressing ${Name}" VERBATIM)
    set(File "${File}.gz")
  endif()
  string(MAKE_C_IDENTIFIER "${Name}" Id)
  add_custom_target(leasehold-manual-${Id} ALL DEPENDS "${File}")
  add_dependencies(leasehold-documents leasehold-manual-${Id})
  if(ARGN)
    add_dependencies(leasehold-manual-${Id} ${ARGN})
  endif()
  install(FILES "${File}" DESTINATION "${CMAKE_INSTALL_MANDIR}/man1" COMPONENT ${Component})
endfunction()
