using System.CommandLine;
using System.CommandLine.Completions;
using AccelSim.Cli.Help;

namespace AccelSim.Cli.Verbs;

/// <summary><c>accelsim completion bash|zsh|fish</c>, and the hidden query that the scripts call.</summary>
internal static class CompletionVerb
{
    private const string Bash = """
        _accelsim() {
          local IFS=$'\n'
          COMPREPLY=($(accelsim completion query --position "$COMP_POINT" -- "$COMP_LINE" 2>/dev/null))
          [ ${#COMPREPLY[@]} -eq 0 ] && COMPREPLY=($(compgen -f -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o filenames -F _accelsim accelsim
        """;

    private const string Zsh = """
        #compdef accelsim
        _accelsim() {
          local -a words_found
          words_found=("${(@f)$(accelsim completion query --position "$CURSOR" -- "$BUFFER" 2>/dev/null)}")
          compadd -a words_found
          _files
        }
        compdef _accelsim accelsim
        """;

    private const string Fish = """
        complete -c accelsim -a '(accelsim completion query --position (commandline -C) -- (commandline) 2>/dev/null)'
        """;

    public static Command Build(Session session)
    {
        var command = new Verb("completion", "Print a completion script for a shell.", "source <(accelsim completion bash)");
        foreach ((string shell, string script) in ((string, string)[])[("bash", Bash), ("zsh", Zsh), ("fish", Fish)])
        {
            var print = new Verb(shell, $"Completion script for {shell}.", $"accelsim completion {shell}");
            print.SetAction(_ =>
            {
                session.Terminal.Out.WriteLine(script);
                return ExitCode.Done;
            });
            command.Add(print);
        }
        var position = new Option<int>("--position") { Description = "Cursor." };
        var line = new Argument<string>("LINE") { Description = "The command line so far." };
        var query = new Command("query", "Words that may come next.") { position, line };
        query.Hidden = true;
        query.SetAction(parsed =>
        {
            string text = parsed.GetValue(line)!;
            int at = Math.Clamp(parsed.GetValue(position), 0, text.Length);
            int skip = text.IndexOf(' ', StringComparison.Ordinal) + 1;
            string rest = skip == 0 ? "" : text[skip..];
            foreach (CompletionItem item in VerbCatalogue.All(session).Parse(rest).GetCompletions(Math.Clamp(at - skip, 0, rest.Length)))
                session.Terminal.Out.WriteLine(item.InsertText ?? item.Label);
            return ExitCode.Done;
        });
        command.Add(query);
        return command;
    }
}
