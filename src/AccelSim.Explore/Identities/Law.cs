namespace AccelSim.Explore.Identities;

/// <summary>A statement that a correct simulator satisfies on every random machine and operation.</summary>
public sealed class Law
{
    private readonly Func<Chance, Trial?> draw;

    internal Law(string name, string section, LawKind kind, string statement, Func<Chance, Trial?> draw) =>
        (Name, Section, Kind, Statement, this.draw) = (name, section, kind, statement, draw);

    /// <summary>Short and without commas, as it stands in the table.</summary>
    public string Name { get; }

    /// <summary>Section of the identities reference.</summary>
    public string Section { get; }

    public LawKind Kind { get; }

    /// <summary>One sentence.</summary>
    public string Statement { get; }

    /// <summary>Draws one case and runs the simulator on it; null where the draw gives none.</summary>
    internal Trial? Draw(Chance chance) => draw(chance);

    public override string ToString() => Name;
}
