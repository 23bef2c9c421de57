using System.Text.RegularExpressions;
using NUnit.Framework;

namespace AccelSim.Tests.House;

/// <summary>How the code is laid out and described.</summary>
public sealed partial class TextTests
{
    private const int LongestFile = 400, LongFile = 300, MostLongFiles = 5;

    private static readonly string[] Folders = ["src", "tests"];

    private static IEnumerable<SourceFile> All => Folders.SelectMany(SourceTree.Files);

    [Test]
    public void There_are_sources_to_look_at() => Assert.That(All.Count(), Is.GreaterThan(100));

    [Test]
    public void No_file_is_over_400_lines_and_few_are_over_300()
    {
        Assert.That(All.Where(f => f.Lines.Length > LongestFile).Select(f => f.Path), Is.Empty);
        Assert.That(All.Where(f => f.Lines.Length > LongFile).Select(f => f.Path).Count(), Is.LessThanOrEqualTo(MostLongFiles));
    }

    [Test]
    public void Namespaces_mirror_folders()
    {
        string[] astray = [.. All.Where(f => f.Namespace.Length > 0 && f.Namespace != Expected(f.Path)).Select(f => $"{f.Path}: {f.Namespace}")];
        Assert.That(astray, Is.Empty);
    }

    [Test]
    public void Every_file_with_types_has_a_file_scoped_namespace()
    {
        string[] without = [.. SourceTree.Files("src").Where(f => f.Namespace.Length == 0 && f.Lines.Any(l => Type().IsMatch(l))).Select(f => f.Path)];
        Assert.That(without, Is.Empty);
    }

    [Test]
    public void A_file_holds_one_public_type()
    {
        string[] crowded = [.. SourceTree.Files("src").Where(f => f.Lines.Count(l => PublicType().IsMatch(l)) > 1).Select(f => f.Path)];
        Assert.That(crowded, Is.Empty);
    }

    [Test]
    public void Every_public_type_has_a_docstring()
    {
        string[] silent = [.. SourceTree.Files("src").SelectMany(f => Undocumented(f).Select(l => $"{f.Path}: {l}"))];
        Assert.That(silent, Is.Empty);
    }

    [Test]
    public void Names_that_say_nothing_are_not_used()
    {
        string[] vague = [.. SourceTree.Files("src").SelectMany(f => f.Code.Where(l => Vague().IsMatch(l)).Select(l => $"{f.Path}: {l.Trim()}"))];
        Assert.That(vague, Is.Empty);
    }

    [Test]
    public void Classes_are_sealed_static_or_abstract()
    {
        string[] open = [.. SourceTree.Files("src").SelectMany(f => f.Code.Where(l => Open().IsMatch(l)).Select(l => $"{f.Path}: {l.Trim()}"))];
        Assert.That(open, Is.Empty);
    }

    private static string Expected(string path)
    {
        string[] parts = path.Split('/');
        return string.Join('.', parts[1..^1]);
    }

    private static IEnumerable<string> Undocumented(SourceFile file)
    {
        for (int i = 0; i < file.Lines.Length; i++)
        {
            if (!PublicType().IsMatch(file.Lines[i])) continue;
            int above = i - 1;
            while (above >= 0 && file.Lines[above].StartsWith('[')) above--;
            // Parts of a partial type share the docstring of one of them.
            bool part = file.Lines[i].Contains(" partial ", StringComparison.Ordinal)
                && Path.GetFileNameWithoutExtension(file.Path).Contains('.', StringComparison.Ordinal);
            if (!part && (above < 0 || !file.Lines[above].StartsWith("///", StringComparison.Ordinal))) yield return file.Lines[i].Trim();
        }
    }

    [GeneratedRegex(@"^public .*\b(class|record|struct|enum|interface|delegate)\b")]
    private static partial Regex PublicType();

    [GeneratedRegex(@"^(public|internal|file)? ?.*\b(class|record|struct|enum|interface) [A-Z]")]
    private static partial Regex Type();

    [GeneratedRegex(@"\b(class|record|struct|interface) \w*(Manager|Helper|Utils|Base|Info)\b")]
    private static partial Regex Vague();

    [GeneratedRegex(@"^(public|internal) (partial )?(class|record) [A-Z]")]
    private static partial Regex Open();
}
