# Whether the HostGuardian feature is installed: the way of Windows Server, else that of a client Windows
# (SQL Server's attested hosts may be one), where Get-WindowsFeature does not exist or, with the administration
# tools, refuses to look.
function Get-GfaHostGuardianFeatureFact {
    $refused = $null
    $isAsked = $false
    foreach ($way in (Get-GfaFeatureWay)) {
        if (-not (Test-GfaCommand $way['Command'])) { continue }
        $isAsked = $true
        try { $feature = @(& $way['Read'])[0] } catch {
            if ($null -eq $refused) { $refused = $_ }
            continue
        }
        if ($null -eq $feature) { continue }
        $state = ConvertTo-GfaText $feature.($way['State'])
        $isPending = if ($state) { $state -like '*Pending' } else { $null }
        return (New-GfaFact -Value ([ordered]@{ installState = $state; source = $way['Source']; restartNeeded = $isPending }))
    }
    if ($null -ne $refused) { throw $refused }
    if ($isAsked) { return (New-GfaFact -Status unavailable -Reason (Get-GfaMessage FeatureUnknown)) }
    New-GfaFact -Status unavailable -Reason (Get-GfaMessage CommandMissing 'Get-WindowsFeature, Get-WindowsOptionalFeature')
}
