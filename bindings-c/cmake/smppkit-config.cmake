# find_package(smppkit) gives the targets smppkit::smppkit, the shared library, and smppkit::smppkit_static: each of them if
# it was installed. Both bring the headers along.
#
# It is looked for where this file was installed to; beyond that, pkg-config is asked.
get_filename_component(_smppkit_prefix "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)
set(_smppkit_libdirs lib64 lib)
if(CMAKE_LIBRARY_ARCHITECTURE)
  list(PREPEND _smppkit_libdirs "lib/${CMAKE_LIBRARY_ARCHITECTURE}")
endif()
set(_smppkit_hints "${_smppkit_prefix}")

find_package(PkgConfig QUIET)
if(PkgConfig_FOUND)
  pkg_get_variable(_smppkit_pc_libdir smppkit libdir)
  pkg_get_variable(_smppkit_pc_includedir smppkit includedir)
endif()

find_path(smppkit_INCLUDE_DIR smppkit.h
  HINTS "${_smppkit_prefix}/include" ${_smppkit_pc_includedir} NO_DEFAULT_PATH)
foreach(_smppkit_kind SHARED STATIC)
  find_library(smppkit_${_smppkit_kind}_LIBRARY
    NAMES "${CMAKE_${_smppkit_kind}_LIBRARY_PREFIX}smppkit${CMAKE_${_smppkit_kind}_LIBRARY_SUFFIX}" NAMES_PER_DIR
    HINTS "${_smppkit_prefix}" PATH_SUFFIXES ${_smppkit_libdirs} NO_DEFAULT_PATH)
  find_library(smppkit_${_smppkit_kind}_LIBRARY
    NAMES "${CMAKE_${_smppkit_kind}_LIBRARY_PREFIX}smppkit${CMAKE_${_smppkit_kind}_LIBRARY_SUFFIX}"
    HINTS ${_smppkit_pc_libdir} NO_DEFAULT_PATH)
endforeach()
mark_as_advanced(smppkit_INCLUDE_DIR smppkit_SHARED_LIBRARY smppkit_STATIC_LIBRARY)

if(NOT smppkit_INCLUDE_DIR OR NOT (smppkit_SHARED_LIBRARY OR smppkit_STATIC_LIBRARY))
  set(smppkit_FOUND FALSE)
  set(smppkit_NOT_FOUND_MESSAGE
    "its headers or libraries are not below ${_smppkit_prefix}: set smppkit_INCLUDE_DIR and smppkit_SHARED_LIBRARY or smppkit_STATIC_LIBRARY")
  return()
endif()

if(smppkit_SHARED_LIBRARY AND NOT TARGET smppkit::smppkit)
  add_library(smppkit::smppkit SHARED IMPORTED)
  set_target_properties(smppkit::smppkit PROPERTIES
    IMPORTED_LOCATION "${smppkit_SHARED_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${smppkit_INCLUDE_DIR}")
endif()

if(smppkit_STATIC_LIBRARY AND NOT TARGET smppkit::smppkit_static)
  # What a static library needs of the system: as in Libs.private of smppkit.pc.
  include(CMakeFindDependencyMacro)
  set(THREADS_PREFER_PTHREAD_FLAG ON)
  find_dependency(Threads)
  add_library(smppkit::smppkit_static STATIC IMPORTED)
  set_target_properties(smppkit::smppkit_static PROPERTIES
    IMPORTED_LOCATION "${smppkit_STATIC_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${smppkit_INCLUDE_DIR}"
    INTERFACE_LINK_LIBRARIES "Threads::Threads;${CMAKE_DL_LIBS};m")
endif()
