# What is installed of the analyzer: component `tools`. All of it finds the rest from where it is,
# so that the tree may be moved.
set(ModuleDirectory "${CMAKE_INSTALL_LIBDIR}/leasehold/llvm-${LLVM_VERSION_MAJOR}")
file(RELATIVE_PATH ModuleFromBin "/prefix/${CMAKE_INSTALL_BINDIR}" "/prefix/${ModuleDirectory}")

# leasehold self-test has to know what there should be.
set(SelfTestKnows
  LEASEHOLD_MODULE_FROM_BIN="${ModuleFromBin}" LEASEHOLD_LLVM_TOOLS="${LLVM_TOOLS_BINARY_DIR}")
set(Programs leasehold)
foreach(Host tidy clangd)
  string(TOUPPER "${Host}" Key)
  list(APPEND SelfTestKnows "LEASEHOLD_HAS_${Key}=$<BOOL:$<TARGET_EXISTS:leasehold-${Host}>>")
  if(TARGET leasehold-${Host})
    list(APPEND Programs leasehold-${Host})
  endif()
endforeach()
set_property(SOURCE SelfTest.cpp APPEND PROPERTY COMPILE_DEFINITIONS ${SelfTestKnows})

install(TARGETS ${Programs} RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}" COMPONENT tools)
install(TARGETS leasehold-tidy-module leasehold-tidy-checks
  LIBRARY DESTINATION "${ModuleDirectory}" COMPONENT tools)

# find_package(LeaseholdChecks): the analysis as steps of a build.
set(ChecksPackage "${CMAKE_INSTALL_LIBDIR}/cmake/LeaseholdChecks")
configure_package_config_file("${PROJECT_SOURCE_DIR}/cmake/LeaseholdChecksConfig.cmake.in"
  "${CMAKE_CURRENT_BINARY_DIR}/LeaseholdChecksConfig.cmake"
  INSTALL_DESTINATION "${ChecksPackage}" PATH_VARS CMAKE_INSTALL_BINDIR)
write_basic_package_version_file("${CMAKE_CURRENT_BINARY_DIR}/LeaseholdChecksConfigVersion.cmake"
  VERSION "${PROJECT_VERSION}" COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
install(FILES "${PROJECT_SOURCE_DIR}/cmake/LeaseholdChecks.cmake"
  "${CMAKE_CURRENT_BINARY_DIR}/LeaseholdChecksConfig.cmake"
  "${CMAKE_CURRENT_BINARY_DIR}/LeaseholdChecksConfigVersion.cmake"
  DESTINATION "${ChecksPackage}" COMPONENT tools)

# The same for Bazel.
set(BazelDirectory "${CMAKE_INSTALL_DATADIR}/leasehold/bazel")
install(FILES bazel/BUILD bazel/WORKSPACE bazel/leasehold.bzl bazel/program.bzl
  DESTINATION "${BazelDirectory}" COMPONENT tools)
install(PROGRAMS bazel/step.sh DESTINATION "${BazelDirectory}" COMPONENT tools)

# Manual pages and completion.
leasehold_describe(leasehold leasehold tools)
foreach(Host tidy clangd)
  if(TARGET leasehold-${Host})
    configure_file(hosts/leasehold-${Host}.1.in leasehold-${Host}.1 @ONLY)
    leasehold_manual("${CMAKE_CURRENT_BINARY_DIR}/leasehold-${Host}.1" tools)
  endif()
endforeach()
