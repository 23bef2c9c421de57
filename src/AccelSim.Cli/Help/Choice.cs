using System.CommandLine;
using System.Globalization;

namespace AccelSim.Cli.Help;

/// <summary>Options with few possible values, or whole numbers, whose messages say what is allowed.</summary>
internal static class Choice
{
    /// <summary>One of a few words; the first is the default.</summary>
    public static Option<string> Of(string name, string description, params string[] allowed)
    {
        var option = new Option<string>(name) { Description = description, HelpName = string.Join('|', allowed), DefaultValueFactory = _ => allowed[0] };
        option.CompletionSources.Add(allowed);
        option.Validators.Add(result =>
        {
            foreach (string text in result.Tokens.Select(t => t.Value).Where(t => !allowed.Contains(t)))
                result.AddError($"{name} {text}: is not allowed; one of {string.Join(", ", allowed)} is needed");
        });
        return option;
    }

    /// <summary>A whole number from <paramref name="least"/>.</summary>
    public static Option<long> Whole(string name, string description, string unit, long least, long most, Func<long> fallback) => new(name)
    {
        Description = description,
        HelpName = unit,
        DefaultValueFactory = _ => fallback(),
        CustomParser = result =>
        {
            string text = result.Tokens.Count > 0 ? result.Tokens[^1].Value : "";
            if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) && number >= least && number <= most)
                return number;
            result.AddError(FormattableString.Invariant($"{name} {text}: is not allowed; a whole number from {least} to {most} is needed"));
            return least;
        },
    };
}
