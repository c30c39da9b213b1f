# Ends a sending that leaves snapshots for the next run, though the server would have taken them.
function Complete-GfaSending {
    param([hashtable]$Sum, [string]$Reason)
    $Sum['outcome'] = 'Kept'
    $Sum['message'] = Get-GfaMessage $Reason
    $Sum
}
