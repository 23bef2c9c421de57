using AccelSim.Explore.Results;
using NUnit.Framework;

namespace AccelSim.Tests.Explore.Results;

public sealed class AtomicFileTests
{
    private string directory = "";

    private string Target => Path.Combine(directory, "results.csv");

    [SetUp]
    public void Make_a_directory() => directory = Directory.CreateTempSubdirectory("accelsim-").FullName;

    [TearDown]
    public void Remove_it() => Directory.Delete(directory, recursive: true);

    [Test]
    public void The_old_file_stands_until_the_new_one_is_complete()
    {
        File.WriteAllText(Target, "old");
        AtomicFile.Write(Target, stream =>
        {
            stream.Write("new"u8);
            stream.Flush();
            Assert.That(File.ReadAllText(Target), Is.EqualTo("old"));
        });
        Assert.That(File.ReadAllText(Target), Is.EqualTo("new"));
        Assert.That(Directory.GetFileSystemEntries(directory), Has.Length.EqualTo(1));
    }

    [Test]
    public void A_disk_that_fills_up_leaves_the_old_file_and_no_rest()
    {
        File.WriteAllText(Target, "old");
        Assert.That(() => AtomicFile.Write(Target, stream =>
        {
            stream.Write("half"u8);
            throw new IOException("No space left on device : '/x/.results.csv.1.partial'");
        }), Throws.TypeOf<WriteFailedException>().With.Message.EqualTo($"{Target}: cannot be written: no space left on device"));
        Assert.That(File.ReadAllText(Target), Is.EqualTo("old"));
        Assert.That(Directory.GetFileSystemEntries(directory), Has.Length.EqualTo(1));
    }

    [Test]
    [Platform("Linux")]
    public void A_device_that_is_full_is_reported() =>
        Assert.That(() => AtomicFile.Write("/dev/full", "text"),
            Throws.TypeOf<WriteFailedException>().With.Message.EqualTo("/dev/full: cannot be written: no space left on device"));

    [Test]
    [Platform("Linux")]
    public void A_link_to_a_device_leaves_the_device_what_it_is()
    {
        File.CreateSymbolicLink(Target, "/dev/full");
        Assert.That(() => AtomicFile.Write(Target, "text"), Throws.TypeOf<WriteFailedException>().With.Message.EndsWith("no space left on device"));
        Assert.That(new FileInfo(Target).LinkTarget, Is.EqualTo("/dev/full"));
    }

    /// <summary>A bare name and the relative link behind it mean the current directory, not the root of the file system.</summary>
    [Test]
    [Platform("Linux")]
    public void A_relative_link_of_the_current_directory_is_followed_there()
    {
        string target = $"target-{Guid.NewGuid():N}", link = $"link-{Guid.NewGuid():N}";
        try
        {
            File.WriteAllText(target, "old");
            File.CreateSymbolicLink(link, target);
            AtomicFile.Write(link, "new");
            Assert.That(File.ReadAllText(target), Is.EqualTo("new"));
            Assert.That(new FileInfo(link).LinkTarget, Is.EqualTo(target));
            Assert.That(File.Exists("/" + target), Is.False);
        }
        finally
        {
            File.Delete(link);
            File.Delete(target);
        }
    }

    [Test]
    public void A_reader_never_sees_half_a_file()
    {
        string a = new('a', 200_000), b = new('b', 200_000);
        AtomicFile.Write(Target, a);
        using var done = new CancellationTokenSource();
        Task<int> reader = Task.Run(() =>
        {
            int seen = 0;
            for (; !done.IsCancellationRequested || seen == 0; seen++)
                Assert.That(File.ReadAllText(Target), Is.EqualTo(a).Or.EqualTo(b));
            return seen;
        });
        for (int i = 0; i < 100; i++) AtomicFile.Write(Target, i % 2 == 0 ? b : a);
        done.Cancel();
        Assert.That(reader.GetAwaiter().GetResult(), Is.GreaterThan(0));
    }

    [Test]
    public void Many_writers_of_one_file_leave_one_of_their_texts()
    {
        string[] texts = [.. Enumerable.Range(0, 16).Select(i => new string((char)('a' + i), 10_000))];
        Parallel.ForEach(texts, text => AtomicFile.Write(Target, text));
        Assert.That(texts, Does.Contain(File.ReadAllText(Target)));
        Assert.That(Directory.GetFileSystemEntries(directory), Has.Length.EqualTo(1));
    }

    [Test]
    public void A_missing_directory_is_named_in_one_line() =>
        Assert.That(() => AtomicFile.Write(Path.Combine(directory, "no", "x.csv"), "text"),
            Throws.TypeOf<WriteFailedException>().With.Message.EndsWith("x.csv: cannot be written: its directory does not exist, or takes no files"));

    [Test]
    public void A_directory_in_the_place_of_the_file_is_refused_and_kept()
    {
        Directory.CreateDirectory(Target);
        Assert.That(() => AtomicFile.Write(Target, "text"), Throws.TypeOf<WriteFailedException>());
        Assert.That(Directory.GetFileSystemEntries(directory), Is.EqualTo(new[] { Target }));
    }

    [Test]
    public void A_symbolic_link_stays_a_link()
    {
        string real = Path.Combine(directory, "real.csv");
        File.WriteAllText(real, "old");
        File.CreateSymbolicLink(Target, "real.csv");
        AtomicFile.Write(Target, "new");
        Assert.That(new FileInfo(Target).LinkTarget, Is.EqualTo("real.csv"));
        Assert.That(File.ReadAllText(real), Is.EqualTo("new"));
    }
}
