using System.Text;
using AccelSim.Input.Machines;
using AccelSim.Input.Yaml;
using AccelSim.Model.Machines;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Input;

public sealed class YamlParserTests
{
    private static string[] Problems(string text)
    {
        ReadResult<YamlDocument> read = YamlParser.Parse(text, "f.yaml");
        return [.. (read.Ok ? read.Value.Refusals : read.Problems).Select(p => p.ToString())];
    }

    [TestCase("", "f.yaml:1:1: the file is empty; it must begin with 'accelsim: 1'")]
    [TestCase("# only a comment\n", "f.yaml:1:1: the file is empty; it must begin with 'accelsim: 1'")]
    [TestCase("- 1\n- 2\n", "f.yaml:1:1: the file holds a list; it must hold keys, beginning with 'accelsim: 1'")]
    [TestCase("hello", "f.yaml:1:1: the file holds 'hello'; it must hold keys, beginning with 'accelsim: 1'")]
    [TestCase("a: &x 1\nb: *x\n", "f.yaml:1:4: a: anchor '&x' is refused; write values out where they are used", "f.yaml:2:4: b: alias '*x' is refused; write the value out")]
    [TestCase("a: !!str 1\n", "f.yaml:1:4: a: tag 'tag:yaml.org,2002:str' is refused; types follow from the key")]
    [TestCase("a: 1\n---\nb: 2\n", "f.yaml:2:1: a second document begins here; one file holds one document")]
    [TestCase("a: 1\nb: {c: 1, c: 2}\na: 3\n", "f.yaml:2:11: b.c: the key occurs twice, first on line 2; keep one", "f.yaml:3:1: a: the key occurs twice, first on line 1; keep one")]
    [TestCase("[a]: 1\n", "f.yaml:1:1: a key must be a single text, not a list")]
    public void What_a_reader_should_not_need_to_know_is_refused(string text, params string[] messages) => Assert.That(Problems(text), Is.EqualTo(messages));

    [TestCase("a: 1\n\tb: 2\n", 2)]
    [TestCase("a: [1, 2\n", 2)]
    [TestCase("a: 'x\n", 1)]
    [TestCase("a: b: c\n", 1)]
    [TestCase("a: 1\n b: 2\n", 2)]
    [TestCase("a: @x\n", 1)]
    public void A_syntax_error_has_our_form_and_the_line(string text, int line) =>
        Assert.That(Problems(text), Has.Length.EqualTo(1).And.All.Match($"^f\\.yaml:{line}:\\d+: (a: )?not valid YAML: [a-z].*[^.]$"));

    [Test]
    public void Deep_nesting_is_a_problem_and_no_stack_overflow() =>
        Assert.That(Problems("a: " + new string('[', 100_000)), Has.One.Contains("nested more than 64 deep"));

    [Test]
    public void Paths_that_cannot_be_read_are_problems()
    {
        string folder = Directory.CreateTempSubdirectory("accelsim").FullName;
        string binary = Path.Combine(folder, "latin1.yaml");
        File.WriteAllBytes(binary, [.. "a: "u8, 0xE9, (byte)'\n']);
        Assert.That(Installation.Messages(YamlParser.Load(folder)), Is.EqualTo(new[] { $"{folder}: is a directory; a YAML file is needed" }));
        Assert.That(Installation.Messages(YamlParser.Load(binary)), Is.EqualTo(new[] { $"{binary}: is not UTF-8 text" }));
        Assert.That(Installation.Messages(YamlParser.Load("no/such.yaml")), Is.EqualTo(new[] { "no/such.yaml: no such file" }));
        Assert.That(Installation.Messages(YamlParser.Load("a\0b.yaml")), Has.Length.EqualTo(1));
        Directory.Delete(folder, true);
    }

    [Test]
    public void A_byte_order_mark_is_no_part_of_the_first_key()
    {
        string path = Path.GetTempFileName();
        File.WriteAllText(path, "accelsim: 1\n", new UTF8Encoding(true));
        Assert.That(YamlParser.Load(path).Value!.Root.Find("accelsim"), Is.Not.Null);
        File.Delete(path);
    }

    [TestCase("kind: machine\n", "f.yaml:1:1: accelsim: is missing; 1 is needed")]
    [TestCase("accelsim: 2\nkind: machine\n", "f.yaml:1:11: accelsim: schema version '2' is not known; this program reads version 1")]
    [TestCase("accelsim: 1\nkind: sweep\nbogus: 1\n", "f.yaml:2:7: kind: this file is a sweep; a machine is needed")]
    [TestCase("accelsim: 1\nkind: machin\n", "f.yaml:2:7: kind: 'machin' is not allowed; 'machine' is needed; did you mean 'machine'?")]
    public void The_header_is_judged_first(string text, string message) =>
        Assert.That(Installation.Messages(YamlParser.Parse(text, "f.yaml").Then(d => MachineFile.Kind.Read(d, [], Installation.Files))), Has.Some.EqualTo(message));

    [Test]
    public void Whatever_the_bytes_are_reading_gives_a_machine_or_problems()
    {
        byte[] machine = File.ReadAllBytes(Installation.Files.Locate(MachineFile.Kind, "systolic-32x32")!);
        Gen<(int At, byte Value, int Cut)> edit = Gen.Select(Gen.Int[0, machine.Length - 1], Gen.Byte, Gen.Int[0, 6]);
        edit.Array[1, 6].Sample(edits =>
        {
            List<byte> bytes = [.. machine];
            foreach ((int at, byte value, int cut) in edits)
            {
                int from = Math.Min(at, bytes.Count - 1);
                bytes[from] = value;
                bytes.RemoveRange(from, Math.Min(cut, bytes.Count - from - 1));
            }
            ReadResult<Machine> read = YamlParser.Parse(Encoding.UTF8.GetString([.. bytes]), "f.yaml").Then(d => MachineFile.Kind.Read(d, [], Installation.Files));
            return read.Ok || read.Problems.All(p => p.Message.Length > 0 && p.Line >= 1);
        }, iter: 1000);
    }
}
