function Test-GfaWindows {
    $PSVersionTable.PSEdition -eq 'Desktop' -or $IsWindows -eq $true
}
