# What one collector found, as the text that goes into a snapshot, even where the collector failed: also where its
# value is one that cannot be written, or where it ends more than itself.
function Get-GfaFactText {
    param([string]$Name)
    try {
        # A break without a loop of its own, in a module of the system, ends this one and not the collection.
        $fact = foreach ($once in 1) { Invoke-GfaCollector -Name $Name }
        if ($null -eq $fact) { throw (Get-GfaMessage NothingReturned $Name) }
        ConvertTo-GfaJson $fact
    } catch {
        ConvertTo-GfaJson (New-GfaFact -Status failed -Reason (Get-GfaErrorText $_))
    }
}
