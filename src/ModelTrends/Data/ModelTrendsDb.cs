using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace ModelTrends.Data;

/// <summary>The database. Every table's entity and mapping stand together in one file of <c>Tables/</c>; ask with <c>Set&lt;T&gt;()</c>.</summary>
public sealed class ModelTrendsDb(DbContextOptions<ModelTrendsDb> options) : DbContext(options), IDataProtectionKeyContext
{
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(ModelTrendsDb).Assembly);
}
