// What a program's command line is, for shells and man.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "describe.h"
#include <CLI/CLI.hpp>
#include <cctype>
#include <sstream>

namespace leasehold::tools {

namespace {

using Strings = std::vector<std::string>;

struct Argument {
  Strings names;     ///< with dashes; none: a positional
  std::string value; ///< what it is called; empty: a flag
  std::string what;  ///< one sentence or more
  Strings values;    ///< that it can have, if they are known
  bool files = false, list = false, repeated = false, required = false;
};

struct Command {
  std::string path; ///< `leasehold holds report`
  std::string what, footer;
  std::vector<Argument> options, positionals;
  std::vector<Command> commands;
};

std::string joined(const Strings &all, const std::string &between) {
  std::string text;
  for (const std::string &each : all)
    text += (text.empty() ? "" : between) + each;
  return text;
}

std::string last(const std::string &path) { return path.substr(path.rfind(' ') + 1); }

Argument described(const CLI::Option &option, const Values &values) {
  Argument all;
  for (const std::string &name : option.get_snames())
    all.names.push_back("-" + name);
  for (const std::string &name : option.get_lnames())
    all.names.push_back("--" + name);
  all.what = option.get_description();
  all.required = option.get_required();
  all.repeated = option.get_expected_max() > 1;
  if (option.get_type_size() == 0)
    return all;
  // `TEXT:{auto,always,never}`, the braces from a validator.
  const std::string type = option.get_type_name();
  all.value = type.substr(0, type.find(':'));
  all.list = all.value.ends_with(",...");
  const std::string bare = all.list ? all.value.substr(0, all.value.size() - 4) : all.value;
  if (const auto known = values.find(bare); known != values.end())
    all.values = known->second;
  if (const std::size_t open = type.find('{'); open != std::string::npos) {
    std::istringstream words(type.substr(open + 1, type.find('}') - open - 1));
    for (std::string word; std::getline(words, word, ',');)
      all.values.push_back(word);
    all.value = joined(all.values, "|");
  }
  for (const char *kind : {"FILE", "DIR", "BUILD", ".facts", "URL"})
    all.files |= all.values.empty() && all.value.find(kind) != std::string::npos;
  return all;
}

Command described(const CLI::App &app, const std::string &above, const Values &values) {
  Command all;
  all.path = above.empty() ? app.get_name() : above + " " + app.get_name();
  all.what = app.get_description();
  all.footer = app.get_footer();
  for (const CLI::Option *option : app.get_options()) {
    Argument argument = described(*option, values);
    if (option->get_positional() && argument.names.empty())
      all.positionals.push_back(std::move(argument));
    else
      all.options.push_back(std::move(argument));
  }
  for (const CLI::App *below : app.get_subcommands([](const CLI::App *) { return true; }))
    all.commands.push_back(described(*below, all.path, values));
  return all;
}

template <typename Visit> void each_command(const Command &command, Visit visit) {
  visit(command);
  for (const Command &below : command.commands)
    each_command(below, visit);
}

/// For a shell.
std::string quoted(const std::string &text) {
  std::string all = "'";
  for (const char c : text)
    all += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return all + "'";
}

/// A name for a function: `_leasehold_holds_report`.
std::string function_name(const std::string &path) {
  std::string name = "_";
  for (const char c : path)
    name += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
  return name;
}

//===----------------------------------------------------------------------===//
// bash
//===----------------------------------------------------------------------===//

std::string bash(const Command &root) {
  std::ostringstream paths, words, options;
  each_command(root, [&](const Command &command) {
    Strings names;
    for (const Command &below : command.commands) {
      paths << "    " << quoted(command.path + " " + last(below.path))
            << ") path=\"$path $word\" ;;\n";
      names.push_back(last(below.path));
    }
    Strings dashed;
    for (const Argument &option : command.options) {
      dashed.insert(dashed.end(), option.names.begin(), option.names.end());
      if (option.value.empty())
        continue;
      Strings patterns;
      for (const std::string &name : option.names)
        patterns.push_back(quoted(command.path + " " + name));
      options << "  " << joined(patterns, " | ") << ") value=1 files=" << option.files
              << " list=" << option.list << " words=" << quoted(joined(option.values, " "))
              << " ;;\n";
    }
    bool files = false;
    for (const Argument &positional : command.positionals) {
      files |= positional.files;
      names.insert(names.end(), positional.values.begin(), positional.values.end());
    }
    words << "    " << quoted(command.path) << ")\n      files=" << files
          << " words=" << quoted(joined(names, " "))
          << "\n      options=" << quoted(joined(dashed, " ")) << "\n      ;;\n";
  });
  const std::string function = function_name(root.path);
  return "# bash completion for " + root.path + "; made by `" + root.path +
         " completion bash`\n\n" + function + R"sh(() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
  local path=)sh" +
         quoted(root.path) + R"sh( word words='' options='' before='' value=0 files=0 list=0 i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    # What follows belongs to the compiler.
    [[ $word != -- ]] || return 0
    case "$path $word" in
)sh" + paths.str() +
         R"sh(    esac
  done
  # --option=value comes as three words.
  if [[ $cur == = ]]; then
    cur=''
  elif [[ $prev == = ]]; then
    prev=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  case "$path $prev" in
)sh" + options.str() +
         R"sh(  esac
  if ((!value)); then
    case $path in
)sh" + words.str() +
         R"sh(    esac
    [[ $cur != -* ]] || words=$options files=0
  fi
  if ((list)) && [[ $cur == *,* ]]; then
    before=${cur%,*},
    cur=${cur##*,}
  fi
  COMPREPLY=($(compgen -P "$before" -W "$words" -- "$cur"))
  # Without any of these, bash itself completes the names of files.
  ((files)) || compopt +o default 2>/dev/null
  return 0
}
complete -o default -F )sh" +
         function + " " + root.path + "\n";
}

//===----------------------------------------------------------------------===//
// zsh
//===----------------------------------------------------------------------===//

/// In what _arguments and _describe are told, these have a meaning.
std::string zsh_escaped(const std::string &text) {
  std::string all;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\')
      all += '\\';
    all += c == '\n' ? ' ' : c;
  }
  return all;
}

std::string zsh_action(const Argument &argument) {
  if (argument.value.empty())
    return "";
  std::string action = " ";
  if (argument.files)
    action = "_files";
  else if (argument.list && !argument.values.empty())
    action = "_values -s , " + argument.value + " " + joined(argument.values, " ");
  else if (!argument.values.empty())
    action = "(" + joined(argument.values, " ") + ")";
  return ":" + zsh_escaped(argument.value) + ":" + action;
}

std::string zsh(const Command &root) {
  std::ostringstream all;
  all << "#compdef " << root.path << "\n# zsh completion for " << root.path << "; made by `"
      << root.path << " completion zsh`\n";
  each_command(root, [&](const Command &command) {
    all << "\n" << function_name(command.path) << "() {\n";
    if (!command.commands.empty())
      all << "  local curcontext=$curcontext state line\n";
    all << "  _arguments -s -S" << (command.commands.empty() ? "" : " -C") << " :";
    for (const Argument &option : command.options)
      for (const std::string &name : option.names) {
        const bool takes = !option.value.empty();
        // With the value behind it, or as the next word.
        const char *how = !takes ? "" : name.starts_with("--") ? "=" : "+";
        const std::string before = option.repeated ? "*" : "(" + joined(option.names, " ") + ")";
        all << " \\\n    "
            << quoted(before + name + how + "[" + zsh_escaped(option.what) + "]" +
                      zsh_action(option));
      }
    if (command.commands.empty()) {
      for (const Argument &positional : command.positionals)
        all << " \\\n    "
            << quoted((positional.repeated ? "*" : "") + (zsh_action(positional).empty()
                                                              ? std::string(": : ")
                                                              : zsh_action(positional)));
      all << "\n}\n";
      return;
    }
    all << " \\\n    '1: :->command' '*:: :->arguments'\n  case $state in\n  command)\n"
        << "    local -a commands=(";
    for (const Command &below : command.commands)
      all << "\n      " << quoted(last(below.path) + ":" + zsh_escaped(below.what));
    all << ")\n    _describe -t commands command commands\n    ;;\n  arguments)\n"
        << "    case $line[1] in\n";
    for (const Command &below : command.commands)
      all << "    " << last(below.path) << ") " << function_name(below.path) << " ;;\n";
    all << "    esac\n    ;;\n  esac\n}\n";
  });
  const std::string function = function_name(root.path);
  // Loaded by compinit the file is the function's body; sourced, it says what it completes.
  all << "\nif [[ $funcstack[1] == " << function << " ]]; then\n  " << function
      << " \"$@\"\nelse\n  compdef " << function << " " << root.path << "\nfi\n";
  return all.str();
}

//===----------------------------------------------------------------------===//
// man
//===----------------------------------------------------------------------===//

/// Text as roff takes it literally.
std::string roff(const std::string &text) {
  std::string all;
  bool start = true;
  for (const char c : text) {
    if (start && (c == '.' || c == '\''))
      all += "\\&";
    start = c == '\n';
    if (c == '\\')
      all += "\\e";
    else if (c == '-')
      all += "\\-";
    else
      all += c;
  }
  return all;
}

/// Paragraphs; lines that are indented stay as they are.
void paragraphs(std::ostream &out, const std::string &text) {
  std::istringstream lines(text);
  bool literal = false;
  for (std::string line; std::getline(lines, line);) {
    const bool indented = line.starts_with("  ");
    if (indented != literal)
      out << (indented ? ".PP\n.nf\n" : ".fi\n.PP\n");
    literal = indented;
    if (line.empty())
      out << ".PP\n";
    else
      out << roff(line) << "\n";
  }
  if (literal)
    out << ".fi\n";
}

void arguments(std::ostream &out, const std::vector<Argument> &all) {
  for (const Argument &argument : all) {
    out << ".TP\n";
    Strings names;
    for (const std::string &name : argument.names)
      names.push_back("\\fB" + roff(name) + "\\fR");
    std::string head = joined(names, ", ");
    if (!argument.value.empty())
      head += (head.empty() ? "\\fI" : " \\fI") + roff(argument.value) + "\\fR";
    out << head << "\n" << roff(argument.what) << (argument.what.ends_with('.') ? "\n" : ".\n");
  }
}

std::string synopsis(const Command &command) {
  std::string text = "\\fB" + roff(command.path) + "\\fR";
  if (!command.options.empty())
    text += " [\\fIoptions\\fR]";
  for (const Argument &positional : command.positionals) {
    const std::string name = "\\fI" + roff(positional.value) + "\\fR";
    text += positional.required ? " " + name : " [" + name + "]";
  }
  return text;
}

} // namespace

std::string completion(const CLI::App &app, const std::string &shell, const Values &values) {
  const Command root = described(app, "", values);
  return shell == "zsh" ? zsh(root) : bash(root);
}

std::string manual(const CLI::App &app, const std::string &version,
                   const std::vector<std::pair<std::string, std::string>> &sections) {
  const Command root = described(app, "", {});
  std::ostringstream out;
  std::string title;
  for (const char c : root.path)
    title += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  std::string what = root.what.substr(0, root.what.find(". "));
  if (what.ends_with('.'))
    what.pop_back();
  what[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(what[0])));
  out << ".TH " << roff(title) << " 1 \"\" \"" << root.path << " " << version
      << "\" \"User Commands\"\n.SH NAME\n"
      << roff(root.path) << " \\- " << roff(what) << "\n.SH SYNOPSIS\n";
  bool first = true;
  each_command(root, [&](const Command &command) {
    if (!command.commands.empty() && command.positionals.empty() && &command != &root)
      return;
    out << (first ? "" : ".br\n") << synopsis(command) << "\n";
    first = false;
  });
  out << ".SH DESCRIPTION\n";
  paragraphs(out, root.what);
  out << ".PP\n";
  paragraphs(out, root.footer);
  out << ".SH OPTIONS\n";
  arguments(out, root.options);
  if (!root.commands.empty())
    out << ".SH COMMANDS\n";
  each_command(root, [&](const Command &command) {
    if (&command == &root)
      return;
    out << ".SS " << roff(command.path) << "\n";
    paragraphs(out, command.what + (command.what.ends_with('.') ? "" : "."));
    arguments(out, command.positionals);
    std::vector<Argument> own;
    for (const Argument &option : command.options)
      if (joined(option.names, " ").find("--help") == std::string::npos)
        own.push_back(option);
    arguments(out, own);
    if (!command.footer.empty()) {
      out << ".PP\n";
      paragraphs(out, command.footer);
    }
  });
  for (const auto &[name, text] : sections) {
    out << ".SH " << roff(name) << "\n";
    paragraphs(out, text);
  }
  return out.str();
}

} // namespace leasehold::tools
