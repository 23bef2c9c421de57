using System.Text.RegularExpressions;
using NUnit.Framework;

namespace AccelSim.Tests.House;

/// <summary>Imports run one way: Model, Engine, then Input, Explore and Gpu, then Cli; and the walls inside Engine hold.</summary>
public sealed partial class ImportTests
{
    /// <summary>What each project may refer to; a new project is a line here.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["AccelSim.Model"] = [],
        ["AccelSim.Engine"] = ["AccelSim.Model"],
        ["AccelSim.Input"] = ["AccelSim.Model"],
        ["AccelSim.Gpu"] = ["AccelSim.Model", "AccelSim.Engine", "AccelSim.Input"],
        ["AccelSim.Explore"] = ["AccelSim.Model", "AccelSim.Engine"],
        ["AccelSim.Cli"] = ["AccelSim.Model", "AccelSim.Engine", "AccelSim.Input", "AccelSim.Explore"],
        ["AccelSim.Bench"] = ["AccelSim.Model", "AccelSim.Engine", "AccelSim.Input", "AccelSim.Explore"],
    };

    /// <summary>Rooms of the engine and the rooms that each may enter.</summary>
    private static readonly Dictionary<string, string[]> Walls = new()
    {
        ["Bounds"] = [],
        ["Schedule"] = [],
        ["Mappers"] = ["Schedule", "Timing"], // the finalists are timed
        ["Timing"] = [],
        ["Functional"] = ["Schedule"],
        ["Energy"] = [],
        ["Kernels"] = [],
        ["Dram"] = [],
    };

    private static readonly string[] Rooms = [.. Directory.GetDirectories(Path.Combine(SourceTree.Root, "src", "AccelSim.Engine")).Select(d => Path.GetFileName(d)!)];

    private static IEnumerable<string> Projects => SourceTree.Projects().Select(p => p.Name);

    [TestCaseSource(nameof(Projects))]
    public void A_project_refers_only_to_those_below_it(string name)
    {
        Assert.That(Allowed, Contains.Key(name), "a new project states its place in the house here");
        string text = SourceTree.Projects().Single(p => p.Name == name).Text;
        Assert.That(References().Matches(text).Select(m => m.Groups[1].Value), Is.SubsetOf(Allowed[name]));
    }

    [Test]
    public void The_model_needs_no_package() =>
        Assert.That(SourceTree.Projects().Single(p => p.Name == "AccelSim.Model").Text, Does.Not.Contain("PackageReference"));

    [TestCase("src/AccelSim.Model", "AccelSim.Model")]
    [TestCase("src/AccelSim.Engine", "AccelSim.Model", "AccelSim.Engine")]
    public void A_pure_project_imports_only(string folder, params string[] allowed)
    {
        string[] foreign = [.. SourceTree.Files(folder).SelectMany(f => f.Imports.Where(i => i.StartsWith("AccelSim", StringComparison.Ordinal)
            && !allowed.Any(a => i == a || i.StartsWith(a + ".", StringComparison.Ordinal))).Select(i => $"{f.Path}: {i}"))];
        Assert.That(foreign, Is.Empty);
    }

    private static IEnumerable<string> Walled => Walls.Keys.Where(Rooms.Contains);

    [TestCaseSource(nameof(Walled))]
    public void A_room_of_the_engine_enters_only_those_it_may(string room)
    {
        string[] closed = [.. Rooms.Except(Walls[room]).Where(r => r != room && r is not ("bin" or "obj"))];
        string[] entered = [.. SourceTree.Files($"src/AccelSim.Engine/{room}").SelectMany(f =>
            f.Imports.Where(i => closed.Any(c => i == $"AccelSim.Engine.{c}" || i.StartsWith($"AccelSim.Engine.{c}.", StringComparison.Ordinal)))
                .Concat(closed.SelectMany(c => f.Names($"Engine.{c}"))).Select(i => $"{f.Path}: {i.Trim()}"))];
        Assert.That(entered, Is.Empty);
    }

    [Test]
    public void The_two_engines_do_not_know_each_other()
    {
        static IEnumerable<string> Importing(string engine, string other) => SourceTree.Files($"src/AccelSim.Engine/Timing/{engine}")
            .Where(f => f.Imports.Any(i => i.EndsWith($".{other}", StringComparison.Ordinal))).Select(f => f.Path);
        string[] known = [.. Importing("Fast", "Reference"), .. Importing("Reference", "Fast")];
        Assert.That(known, Is.Empty);
    }

    [TestCase("src/AccelSim.Model")]
    [TestCase("src/AccelSim.Engine")]
    public void A_pure_project_reads_no_clock_no_file_no_environment_and_no_unseeded_chance(string folder)
    {
        string[] impure = [.. SourceTree.Files(folder).SelectMany(f => f.Code.Where(l => Impure().IsMatch(l)).Select(l => $"{f.Path}: {l.Trim()}"))];
        Assert.That(impure, Is.Empty);
    }

    [TestCase("var x = new Random();")]
    [TestCase("Random.Shared.Next()")]
    [TestCase("DateTime.UtcNow")]
    [TestCase("File.ReadAllText(path)")]
    [TestCase("Console.WriteLine(1)")]
    public void The_search_for_impurity_finds(string line) => Assert.That(Impure().IsMatch(line), Is.True);

    [GeneratedRegex(@"<ProjectReference Include=""[^""]*?([\w.]+)\.csproj""")]
    private static partial Regex References();

    [GeneratedRegex(@"\bDateTime(Offset)?\.|\bStopwatch\b|\bnew Random\(\s*\)|\bRandom\.Shared\b|\bGuid\.New|"
        + @"\bEnvironment\.(Tick|Get|Machine|Processor)|\bConsole\.|\b(File|Directory)\.[A-Z]|\bThread\.Sleep|\basync\b")]
    private static partial Regex Impure();
}
