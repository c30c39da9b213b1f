function Get-GfaHibernationFact {
    $power = 'SYSTEM\CurrentControlSet\Control\Power'
    New-GfaFact -Value ([ordered]@{
            hibernateEnabled = Get-GfaRegistryValue -Key $power -Name HibernateEnabled
            forceHibernateDisabledGuardedHost = Get-GfaRegistryValue -Key "$power\ForceHibernateDisabled" -Name GuardedHost
            forceHibernateDisabledPolicy = Get-GfaRegistryValue -Key "$power\ForceHibernateDisabled" -Name Policy
        })
}
