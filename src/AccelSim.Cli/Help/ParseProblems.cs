using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using AccelSim.Input.Yaml;

namespace AccelSim.Cli.Help;

/// <summary>What is wrong with a command line, one line per problem, with what is allowed and the name that was probably meant.</summary>
internal static class ParseProblems
{
    public static ImmutableArray<string> Of(ParseResult parsed)
    {
        if (NoVerb(parsed) is { IsEmpty: false } none) return none;
        Command command = parsed.CommandResult.Command;
        string path = HelpPrinter.PathOf(parsed.CommandResult);
        string[] verbs = Verbs(command);
        var problems = ImmutableArray.CreateBuilder<string>();
        problems.AddRange(Unknown(parsed, command, path));
        foreach (ParseError error in parsed.Errors)
        {
            if (parsed.UnmatchedTokens.Any(t => error.Message.Contains($"'{t}'", StringComparison.Ordinal))) continue;
            problems.Add(error.SymbolResult switch
            {
                OptionResult { Implicit: true, Option.Required: true } missing => $"{path}: {missing.Option.Name} {missing.Option.HelpName} is missing: {Lower(missing.Option.Description)}",
                ArgumentResult { Tokens.Count: 0, Argument.Arity.MinimumNumberOfValues: > 0 } missing when missing.Parent is CommandResult =>
                    $"{path}: {missing.Argument.Name} is missing: {Lower(missing.Argument.Description)}",
                OptionResult { Tokens.Count: 0, Option.Arity.MinimumNumberOfValues: > 0 } empty => $"{path}: {empty.Option.Name} needs a value: {empty.Option.HelpName}",
                _ when verbs.Length > 0 && parsed.UnmatchedTokens.Count == 0 => $"{path}: needs one of {string.Join(", ", verbs)}",
                _ when error.Message.StartsWith("--", StringComparison.Ordinal) => error.Message,
                _ => $"{path}: {error.Message.ReplaceLineEndings(" ").Replace("\t", "", StringComparison.Ordinal)}",
            });
        }
        return [.. problems.Distinct()];
    }

    /// <summary>A word where a verb is needed that is none.</summary>
    public static ImmutableArray<string> NoVerb(ParseResult parsed)
    {
        string[] verbs = Verbs(parsed.CommandResult.Command);
        return verbs.Length > 0 && parsed.UnmatchedTokens.FirstOrDefault(t => !t.StartsWith('-')) is { } verb
            ? [$"{HelpPrinter.PathOf(parsed.CommandResult)}: there is no '{verb}'{Near(verb, verbs)}"] : [];
    }

    private static string[] Verbs(Command command) => [.. command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name)];

    /// <summary>Words with nothing in them, as an unset variable of a shell leaves them.</summary>
    public static ImmutableArray<string> Empty(ParseResult parsed)
    {
        string path = HelpPrinter.PathOf(parsed.CommandResult);
        var problems = ImmutableArray.CreateBuilder<string>();
        for (int i = 0; i < parsed.Tokens.Count; i++)
        {
            if (!string.IsNullOrWhiteSpace(parsed.Tokens[i].Value)) continue;
            Option? option = i > 0 && parsed.Tokens[i - 1].Type == TokenType.Option ? parsed.CommandResult.Command.Options.FirstOrDefault(o => o.Name == parsed.Tokens[i - 1].Value) : null;
            problems.Add(option is null ? $"{path}: a word is empty" : $"{path}: {option.Name} is empty; {option.HelpName ?? "a value"} is needed");
        }
        return problems.ToImmutable();
    }

    private static IEnumerable<string> Unknown(ParseResult parsed, Command command, string path)
    {
        string[] options = [.. command.Options.Where(o => !o.Hidden).Select(o => o.Name)];
        foreach (string token in parsed.UnmatchedTokens)
        {
            string name = token.Split('=')[0];
            yield return token.StartsWith('-') && token.Length > 1
                ? $"{path}: there is no option '{name}'{Near(name, options)}"
                : $"{path}: '{token}' is one word too many{(token.Contains(' ', StringComparison.Ordinal) ? "" : "; quote values that contain spaces")}";
        }
    }

    private static string Near(string given, string[] names) =>
        Suggestion.For(given, names) is { Length: > 0 } near ? near : $"; known are {string.Join(", ", names)}";

    private static string Lower(string? description) =>
        description is { Length: > 0 } ? char.ToLowerInvariant(description[0]) + description[1..].TrimEnd('.') : "";
}
