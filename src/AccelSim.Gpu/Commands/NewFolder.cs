namespace AccelSim.Gpu.Commands;

/// <summary>A folder that appears whole or not at all: written under another name, renamed at the end.</summary>
internal sealed class NewFolder : IDisposable
{
    private readonly string parent;
    private readonly string name;
    private readonly bool replace;

    /// <param name="parent">Where it appears.</param>
    /// <param name="name">Its name; taken names get a number unless <paramref name="replace"/>.</param>
    /// <param name="replace">Whether an old folder of this name goes.</param>
    /// <exception cref="IOException">The place cannot be written.</exception>
    public NewFolder(string parent, string name, bool replace)
    {
        (this.parent, this.name, this.replace) = (parent, name, replace);
        Path = System.IO.Path.Combine(parent, $".{name}.{Environment.ProcessId}.partial");
        Directory.CreateDirectory(Path);
    }

    /// <summary>Where to write.</summary>
    public string Path { get; }

    /// <summary>Gives the folder its name, and returns where it is.</summary>
    public string Keep()
    {
        string target = System.IO.Path.Combine(parent, name);
        for (int i = 2; !replace && Directory.Exists(target); i++) target = System.IO.Path.Combine(parent, $"{name}-{i}");
        if (Directory.Exists(target))
        {
            string old = Path + ".old";
            Directory.Move(target, old);
            Directory.Move(Path, target);
            Directory.Delete(old, recursive: true);
            return target;
        }
        Directory.Move(Path, target);
        return target;
    }

    public void Dispose()
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }
}
